using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Cli;

namespace Tests.Unit.Cli;

/// <summary>Flag over environment variable over file over default, with the same names and values everywhere.</summary>
public sealed class ArgumentSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new() { ["PATH"] = "/bin" };

    [Theory]
    [InlineData("1", null, null, null)]
    [InlineData("0.5", "0.5", null, null)]
    [InlineData("0.25", "0.5", "0.25", null)]
    [InlineData("2", "0.5", "0.25", "2")]
    [InlineData("2", null, "0.25", "2")]
    [InlineData("0.5", "0.5", "", null)]
    [InlineData("1", "null", null, null)]
    public async Task The_nearest_source_wins(string expected, string? file, string? variable, string? flag)
    {
        if (variable is not null)
        {
            _environment["LOADGEN__RATE_SCALE"] = variable;
        }

        string[] config = file is null ? [] : ["--config", _folder.Write("c.yaml", $"rate-scale: {file}\nduration: 2s\n")];
        string[] flags = flag is null ? [] : ["--rate-scale", flag];
        (int code, string output, string error) = await Run(["simulate", "--preset", "seed-tp8", "--workload", "light", "--duration=2s", "--quiet", "--json", "-", .. config, .. flags]);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(double.Parse(expected, CultureInfo.InvariantCulture), JsonNode.Parse(output)!["rate_scale"]!.GetValue<double>());
    }

    [Fact]
    public async Task Json_lists_switches_and_names_with_a_unit_work_in_a_file()
    {
        string file = _folder.Write(
            "c.json",
            """{"preset": "seed-tp8", "workload": "light", "duration": "8s", "set": ["max-num-seqs=7", "seed=3"], "cut-at-window": true, "json": "-", "quiet": true, "slo": ["ttft=1s", "tpot=1s"], "slo-attainment": 0.001}""");
        (int code, string output, string error) = await Run("simulate", "--config", file);

        Assert.Equal((0, ""), (code, error));
        JsonNode report = JsonNode.Parse(output)!;
        Assert.Equal(7, report["config"]!["max-num-seqs"]!.GetValue<int>());
        Assert.Equal(1, report["slo"]!["tpot"]!.GetValue<double>());
        Assert.True(report["outcomes"]!["unfinished"]!.GetValue<int>() > 0, "the switch had no effect");
    }

    [Fact]
    public async Task A_variable_names_the_file_and_required_options_may_come_from_it()
    {
        _environment["LOADGEN__CONFIG"] = _folder.Write("c.yaml", "workload: light\nduration: 1s\n");
        _environment["LOADGEN__PRESET"] = "seed-tp8";

        Assert.Equal(0, (await Run("simulate")).Code);
    }

    [Theory]
    [InlineData("rate_scael: 1", "rate_scael (file {0} line 1) is no option of loadgen simulate; did you mean rate-scale?")]
    [InlineData("seed: 1\nquantum: 1", "quantum (file {0} line 2) is no option of loadgen simulate.")]
    [InlineData("slo: {ttft: 1}", "slo (file {0} line 1) is neither a single value nor a list of them; allowed are those two.")]
    [InlineData("- seed", "file {0} is no single mapping; allowed are lines such as 'max-num-seqs: 128', or one JSON object.")]
    [InlineData("rate-scale: 0", "--rate-scale is '0'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.\nTry 'loadgen simulate --help'.\n--rate-scale is given by file {0} line 1.")]
    [InlineData("warmup: many", "--warmup is 'many'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).\n--warmup is given by file {0} line 1.")]
    public async Task What_is_wrong_in_a_file_is_said_with_its_place(string yaml, string message)
    {
        string file = _folder.Write("c.yaml", yaml);

        (int code, string output, string error) = await Run("simulate", "--preset", "seed-tp8", "--workload", "light", "--config", file);

        Assert.Equal((2, "", string.Format(CultureInfo.InvariantCulture, message, file)), (code, output, error.TrimEnd()));
    }

    [Fact]
    public async Task A_variable_that_no_verb_has_is_an_error_and_one_of_another_verb_is_not()
    {
        _environment["LOADGEN__TARGET"] = "grpc://127.0.0.1:1";
        Assert.Equal(0, (await Run("schedule", "export", "--workload", "light", "--duration", "1s")).Code);

        _environment["LOADGEN__RAT_SCALE"] = "1";
        Assert.Equal(
            (2, "", "environment variable LOADGEN__RAT_SCALE is no option of loadgen schedule export; did you mean LOADGEN__RATE_SCALE?\n"),
            await Run("schedule", "export", "--workload", "light"));
        Assert.Equal(0, (await Run("workloads", "list")).Code);
    }

    [Fact]
    public async Task A_wrong_value_in_a_variable_is_said_with_its_name()
    {
        _environment["LOADGEN__WORKLOAD"] = "light";

        (_, _, string error) = await Run("schedule", "export", "--schedule", "x");

        Assert.Equal("--workload and --schedule are both given; allowed is one of them.\n--workload is given by environment variable LOADGEN__WORKLOAD.\n", error);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(args, output, error, _environment);
        return (code, output.ToString(), error.ToString());
    }
}
