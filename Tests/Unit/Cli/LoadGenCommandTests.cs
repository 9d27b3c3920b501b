using System.Globalization;
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

    [Theory]
    [InlineData("schedule export --workload heavy --durations 3", "unknown option '--durations' of 'export'; did you mean '--duration'?")]
    [InlineData("schedule export --workload hevy", "workload 'hevy' is neither a built-in (heavy, heavy-prompts, light) nor a file; did you mean 'heavy'?")]
    [InlineData("schedule export", "--workload is missing; allowed are heavy, heavy-prompts, light or a YAML file, or give --schedule FILE.")]
    [InlineData("schedule export --workload light --schedule x", "--workload and --schedule are both given; allowed is one of them.")]
    [InlineData("schedule export --schedule x --seed 2", "--seed has no meaning with --schedule: the file is drawn already.")]
    [InlineData("schedule export --schedule x --rate-scale 2", "--rate-scale has no meaning with --schedule: the file is drawn already.")]
    [InlineData("schedule export --workload light --rate-scale 0", "--rate-scale is '0'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.")]
    [InlineData("schedule export --workload light --duration 0s", "--duration is '0s'; allowed are durations above 0.")]
    [InlineData("schedule export --workload light --seed x", "--seed is 'x'; allowed are whole numbers.")]
    [InlineData("schedul", "unknown verb 'schedul' of 'loadgen'; did you mean 'schedule'?")]
    [InlineData("schedule", "'schedule' needs a verb; allowed are export, check.")]
    [InlineData("workloads show light heavy", "'heavy' is one argument too many for 'show'.")]
    public async Task Bad_usage_is_one_sentence_on_standard_error_and_exit_code_2(string line, string message)
    {
        (int code, string output, string error) = await Run(line.Split(' '));
        Assert.Equal((2, "", message), (code, output, error.TrimEnd()));
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

    [Theory]
    [InlineData("workloads list")]
    [InlineData("workloads show")]
    [InlineData("schedule export")]
    [InlineData("schedule check")]
    public async Task Help_has_an_example(string verb)
    {
        (int code, string output, _) = await Run([.. verb.Split(' '), "--help"]);
        Assert.Equal(0, code);
        Assert.Contains("Example: loadgen " + verb, output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        int code = await LoadGenCommand.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
