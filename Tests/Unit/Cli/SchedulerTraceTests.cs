using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Cli;

namespace Tests.Unit.Cli;

public sealed class SchedulerTraceTests
{
    private const string Trace = "scheduler trace --preset seed-tp8 --workload light --duration 5s --quiet";

    [Theory]
    [InlineData("--format jsn", "--format is 'jsn'; allowed are table, json, html; did you mean json?")]
    [InlineData("--format x", "--format is 'x'; allowed are table, json, html.")]
    [InlineData("--steps 0", "--steps is '0'; allowed are whole numbers of 1 and more.")]
    [InlineData("--steps 50001", "--steps is 50001; allowed are whole numbers from 1 to 50000.")]
    [InlineData("--from -1", "--from is -1; allowed are whole numbers of 0 and more.")]
    [InlineData("--from 3 --at 1s", "--from and --at are both given; allowed is one of them.")]
    [InlineData("--at soon", "--at is 'soon'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).")]
    [InlineData("--from 100000", "--from is 100000, but the run has ")]
    [InlineData("--at 30m", "--at is 1800 s, but the run's last step begins at ")]
    [InlineData("--request nobody", "--request is 'nobody', which is no request of this schedule; allowed are its ids, such as ")]
    [InlineData("--out ", "--out is ''; allowed are paths.")]
    [InlineData("--step 3", "--step is not an option of loadgen scheduler trace; did you mean --steps?")]
    public async Task A_wrong_value_is_a_sentence_and_exit_code_2(string options, string beginning)
    {
        (int code, string output, string error) = await Run($"{Trace} {options}");

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(beginning, error, StringComparison.Ordinal);
        Assert.All(error.Split('\n')[1..], line => Assert.Equal("Try 'loadgen scheduler trace --help'.", line));
    }

    [Fact]
    public async Task The_table_and_the_json_tell_the_same()
    {
        (int code, string table, string error) = await Run($"{Trace} --steps 40");
        (_, string text, _) = await Run($"{Trace} --steps 40 --format json");
        JsonNode json = JsonNode.Parse(text)!;

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("seed-tp8, light, seed 1: ", table, StringComparison.Ordinal);
        Assert.Equal(40, json["steps"]!.AsArray().Count);
        Assert.Equal("seed-tp8", json["preset"]!.GetValue<string>());
        Assert.Contains($"decodes      {json["summary"]!["decodes"]!.GetValue<long>().ToString("N0", CultureInfo.InvariantCulture)}\n", table, StringComparison.Ordinal);
        Assert.Contains($"{json["summary"]!["completed"]} completed, ", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table", "seed-tp8, light")]
    [InlineData("json", "{\"schema\":\"schedule-trace/1\"")]
    [InlineData("html", "<!DOCTYPE html>")]
    public async Task A_file_holds_what_standard_output_would(string format, string beginning)
    {
        using TemporaryFolder folder = new();

        (int code, string output, _) = await Run($"{Trace} --steps 5 --format {format} --out {folder.PathOf("trace")}");

        Assert.Equal((0, ""), (code, output));
        string file = await File.ReadAllTextAsync(folder.PathOf("trace"));
        Assert.StartsWith(beginning, file, StringComparison.Ordinal);
        Assert.Equal((await Run($"{Trace} --steps 5 --format {format}")).Output, file);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_exit_code_4_before_anything_is_simulated()
    {
        using TemporaryFolder folder = new();

        // The run does not get so far: a simulation would be told so.
        (int code, _, string error) = await Run($"{Trace} --from 100000 --out {folder.PathOf("missing/trace")}");

        Assert.Equal(4, code);
        Assert.StartsWith($"--out is '{folder.PathOf("missing/trace")}', which cannot be written: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_trace_is_written_and_marked()
    {
        using TemporaryFolder folder = new();
        await Run($"schedule export --workload light --duration 5s --out {folder.PathOf("light.jsonl")}");
        (int code, string output, _) = await Run($"scheduler trace --schedule {folder.PathOf("light.jsonl")} --format json --quiet", new CancellationToken(canceled: true));

        Assert.Equal((130, true), (code, JsonNode.Parse(output)!["partial"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_trace_that_is_interrupted_while_its_load_is_drawn_says_so() =>
        Assert.Equal((130, "", "interrupted before anything was measured"), await Run(Trace, new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_workload_is_enough()
    {
        (int code, string output, _) = await Run("scheduler trace --workload heavy --steps 5 --quiet");

        Assert.Equal(0, code);
        Assert.Contains("llama3-8b-h100, heavy, seed 1: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_request_of_the_schedule_can_be_followed()
    {
        (_, string schedule, _) = await Run("schedule export --workload light --duration 5s");
        string id = JsonNode.Parse(schedule.Split('\n')[0])!["id"]!.GetValue<string>();

        (int code, string output, _) = await Run($"{Trace} --request {id}");

        Assert.Equal(0, code);
        Assert.Contains($"lanes and events of {id} alone", output, StringComparison.Ordinal);
        Assert.Contains($"+{id}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_on_scheduling_shows_what_its_command_prints()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "scheduling.md"));
        string block = page.Split("```").Single(part => part.StartsWith("\n$ loadgen scheduler trace", StringComparison.Ordinal)).Trim();
        int end = block.Replace(" \\\n", "   ", StringComparison.Ordinal).IndexOf('\n', StringComparison.Ordinal);
        string[] words = block[..end].Split(["$ loadgen", "\\\n", " "], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        (int code, string output, _) = await Run(string.Join(' ', words) + " --quiet");

        Assert.Equal((0, block[(end + 1)..]), (code, output.TrimEnd()));
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line, CancellationToken cancellation = default)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(line.Split(' '), output, error, new Dictionary<string, string>(), cancellation);
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}
