using System.CommandLine;
using System.Globalization;
using System.Text;
using Emulator;
using Emulator.Cli;
using LoadGen.Cli;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Unit.Cli;

public sealed class LoadGenCommandTests
{
    [Fact]
    public async Task Workloads_show_prints_the_yaml_alone_on_standard_output()
    {
        (int code, string output, string error) = await Run("workloads", "show", "light");
        Assert.Equal((0, Workload.Text("light")), (code, output));
        Assert.Contains("uniform 8 to 10", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workloads_list_names_all_built_ins()
    {
        (int code, string output, _) = await Run("workloads", "list");
        Assert.Equal(0, code);
        Assert.Equal(["name", .. Workload.BuiltInNames], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Schedule_export_writes_the_same_lines_to_standard_output_and_to_a_file()
    {
        string file = Path.GetTempFileName();
        try
        {
            (int code, string output, string error) = await Run("schedule", "export", "--workload", "light", "--duration", "20s", "--seed", "9", "--rate-scale", "2");
            Assert.Equal((0, "", ""), (code, error, (await Run("schedule", "export", "--workload", "light", "--duration", "20", "--seed", "9", "--rate-scale", "2", "--out", file)).Output));
            Assert.Equal(output, await File.ReadAllTextAsync(file));
            Assert.Equal(LoadSchedule.Generate(Workload.Load("light"), 9, TimeSpan.FromSeconds(20), 2).Sha256, LoadSchedule.Read(file).Sha256);
            Assert.Equal(output, (await Run("schedule", "export", "--schedule", file)).Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Schedule_check_prints_asked_beside_got()
    {
        (int code, string output, string error) = await Run("schedule", "check", "--workload", "light", "--duration", "100s");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("light, seed 1, 100 s, ", output, StringComparison.Ordinal);
        Assert.Contains("uniform 8 to 10", output, StringComparison.Ordinal);
        Assert.Matches("(?m)^light +1,[0-9]{3} +0 +14\\.40 +1[345]\\.[0-9]{2} ", output);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_exit_code_4()
    {
        (int code, string output, string error) = await Run("schedule", "export", "--workload", "light", "--duration", "1s", "--out", Path.Combine(Path.GetTempPath(), "no such folder", "x.jsonl"));
        Assert.Equal((4, ""), (code, output));
        Assert.Contains("which cannot be written", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--cut-at-window")]
    [InlineData("--drain-limit 5s")]
    public async Task A_run_of_a_file_without_a_duration_has_no_window_to_end_with(string option)
    {
        string file = Path.GetTempFileName();
        try
        {
            await Run("schedule", "export", "--workload", "light", "--duration", "1s", "--out", file);
            (int code, _, string error) = await Run([.. $"simulate --preset seed-tp8 --schedule {file} {option}".Split(' ')]);
            Assert.Equal((2, $"{option.Split(' ')[0]} needs the end of the window, which a schedule file does not say; give --duration too."), (code, error.TrimEnd()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_empty_schedule_file_is_bad_usage()
    {
        string file = Path.GetTempFileName();
        try
        {
            (int code, _, string error) = await Run("simulate", "--preset", "seed-tp8", "--schedule", file);
            Assert.Equal((2, $"schedule '{file}' holds no arrival; allowed are files with one or more."), (code, error.TrimEnd()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_version_names_the_vLLM_version_that_is_followed() =>
        Assert.Equal((0, $"loadgen {ProductVersion.Own} (follows vLLM {ProductVersion.Vllm})\n", ""), await Run("--version"));

    [Fact]
    public async Task The_reference_shows_the_help_of_every_verb_as_it_is()
    {
        StringBuilder page = new("# loadgen\n\nWhat `loadgen VERB --help` prints. Exit codes: 0 done; 1 an SLO or threshold that was asked for failed, or cases differ; 2 wrong usage or\n"
            + "configuration; 3 target unreachable or lost; 4 output could not be written; 130 interrupted (what was measured is written and marked `\"partial\": true`, with the cause in `partial_reason`).\n");
        foreach (Command command in Commands(LoadGenCommand.Create()))
        {
            string path = HelpText.PathOf(command);
            (int code, string help, string error) = await Run([.. path.Split(' ').Skip(1), "--help"]);
            Assert.Equal((0, ""), (code, error));
            Assert.True(command is RootCommand || help.Contains($"Example:\n  {path.Split(' ')[0]} {path.Split(' ')[1]}", StringComparison.Ordinal), path);
            page.Append(CultureInfo.InvariantCulture, $"\n## {path}\n\n```\n{help}```\n");
        }

        Golden.Matches(page.ToString(), "docs", "reference", "loadgen.md");
    }

    [Fact]
    public async Task Without_arguments_the_verbs_are_shown() => Assert.Equal(await Run("--help"), await Run());

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
