using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Cli;

namespace Tests.Unit.Cli;

/// <summary>Whatever a user gets wrong is one sentence on standard error that says what is allowed, nothing on standard output, and the right exit code.</summary>
public sealed class LoadGenUsageTests
{
    [Theory]
    [InlineData("schedule export --workload heavy --durations 3", "--durations is not an option of loadgen schedule export; did you mean --duration?")]
    [InlineData("compare --replicas 2", "--replicas is not an option of loadgen compare.")]
    [InlineData("schedul", "'schedul' is not a verb of loadgen; allowed are compare, simulate, run, replay, schedule, workloads, scheduler, fidelity; did you mean schedule?")]
    [InlineData("schedule", "loadgen schedule needs a verb; allowed are export, check.")]
    [InlineData("workloads show light heavy", "'heavy' is more than loadgen workloads show takes.")]
    [InlineData("run --workload light", "Option '--target' is required.")]
    [InlineData("simulate --workload light", "Option '--preset' is required.")]
    [InlineData("simulate --preset seed-tp8 --workload light --rate-scale 0", "--rate-scale is '0'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.")]
    [InlineData("simulate --preset seed-tp8 --workload light --rate-scale -1", "--rate-scale is '-1'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.")]
    [InlineData("simulate --preset seed-tp8 --workload light --duration 0s", "--duration is '0s'; allowed are durations above 0.")]
    [InlineData("simulate --preset seed-tp8 --workload light --timeout 200000000h", "--timeout is '200000000h'; allowed are durations of up to 168h.")]
    [InlineData("simulate --preset seed-tp8 --workload light --duration 8761h", "--duration is '8761h'; allowed are durations of up to 168h.")]
    [InlineData("simulate --preset seed-tp8 --workload light --drain-limit 168.1h", "--drain-limit is '168.1h'; allowed are durations of up to 168h.")]
    [InlineData("simulate --preset seed-tp8 --workload light --runs 0", "--runs is '0'; allowed are whole numbers of 1 and more.")]
    [InlineData("simulate --preset seed-tp8 --workload light --seed x", "--seed is 'x'; allowed are whole numbers.")]
    public async Task Wrong_usage_is_a_sentence_and_where_to_look(string line, string sentence)
    {
        (int code, string output, string error) = await Run(line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(sentence, error.Split('\n')[0]);
        Assert.StartsWith("Try 'loadgen", error.Split('\n')[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule export --workload hevy", "workload 'hevy' is neither a built-in (chat-documents, heavy, heavy-prompts, light, multi-turn, reasoning, tenants) nor a file; did you mean 'heavy'?")]
    [InlineData("schedule export", "--workload is missing; allowed are chat-documents, heavy, heavy-prompts, light, multi-turn, reasoning, tenants or a YAML file, or give --schedule FILE.")]
    [InlineData("schedule export --workload light --schedule x", "--workload and --schedule are both given; allowed is one of them.")]
    [InlineData("schedule export --schedule x --seed 2", "--seed has no meaning with --schedule: the file is drawn already.")]
    [InlineData("schedule export --schedule x --rate-scale 2", "--rate-scale has no meaning with --schedule: the file is drawn already.")]
    [InlineData("simulate --preset seed-tp9 --workload light", "preset is 'seed-tp9'; allowed are llama3-70b-h100-tp8, llama3-8b-h100, seed-single, seed-tp8, and paths of preset files; did you mean seed-tp8?")]
    [InlineData("simulate --preset seed-tp8 --workload light --set max-num-seq=3", "--set names 'max-num-seq', which is no option of 'emulator serve'; did you mean max-num-seqs?")]
    [InlineData("simulate --preset seed-tp8 --workload light --set max-num-seqs", "--set is 'max-num-seqs'; allowed are changes such as max-num-seqs=64.")]
    [InlineData("simulate --preset seed-tp8 --workload light --slo ttfb=1s", "--slo names 'ttfb'; allowed are ttft, tpot and e2e.")]
    [InlineData("simulate --preset seed-tp8 --workload light --slo e2e=200h", "--slo e2e is '200h'; allowed are durations of up to 168h.")]
    [InlineData("simulate --preset seed-tp8 --workload light --json - --requests -", "--json and --requests are both -, but standard output takes one of them; allowed is a file for the other.")]
    [InlineData("simulate --preset seed-tp8 --workload light --json a --requests ./a", "--json and --requests are both 'a'; allowed are different files.")]
    [InlineData("simulate --preset seed-tp8 --schedule x --runs 2", "--runs is 2 with --schedule, whose file is drawn already; allowed is 1.")]
    [InlineData("compare --rate-scale 1,0", "--rate-scale is '0'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.")]
    [InlineData("compare --presets ,", "--presets is empty; allowed are names that 'emulator presets list' shows, separated by commas.")]
    [InlineData("compare --presets seed-tp8,seed-tp8", "--presets names one preset twice; allowed are different ones.")]
    [InlineData("compare --workload hevy", "workload 'hevy' is neither a built-in (chat-documents, heavy, heavy-prompts, light, multi-turn, reasoning, tenants) nor a file; did you mean 'heavy'?")]
    [InlineData("run --target foo --workload light", "--target is 'foo'; allowed are addresses such as grpc://127.0.0.1:50051, or others with --protocol grpc.")]
    [InlineData("run --target grpc://x:y --workload light", "--target is 'grpc://x:y'; allowed are addresses such as grpc://127.0.0.1:50051.")]
    [InlineData("run --target grpc://127.0.0.1:1 --workload light --protocol smoke", "--protocol is 'smoke'; allowed is grpc.")]
    [InlineData("run --target grpc://127.0.0.1:1 --workload light --header x", "--header is 'x'; allowed are headers such as 'x-tenant: red'.")]
    [InlineData("run --target grpc://127.0.0.1:1 --workload light --header a/b:c", "--header is 'a/b:c'; allowed are headers such as 'x-tenant: red'.")]
    [InlineData("run --target grpc://127.0.0.1:1 --workload light --api-key schlüssel", "--api-key is not usable; allowed are keys of printable ASCII.")]
    public async Task A_wrong_value_is_a_sentence_and_exit_code_2(string line, string sentence) =>
        Assert.Equal((2, "", sentence), await Run(line.Split(' ')));

    [Theory]
    [InlineData("simulate --preset seed-tp8 --workload light --set tensor-parallel-size=3", "tensor-parallel-size is 3, which does not divide the 64 attention heads of Llama-3.1-70B; allowed are 1, 2, 4, 8.")]
    [InlineData("compare --set tensor-parallel-size=3", "tensor-parallel-size is 3, which does not divide the 64 attention heads of Llama-3.1-70B; allowed are 1, 2, 4, 8.")]
    [InlineData("simulate --preset seed-tp8 --workload light --set gpu=H100 --set tensor-parallel-size=1", "no memory for KV cache blocks: Llama-3.1-70B at tensor-parallel-size 1 takes ")]
    [InlineData("compare --set gpu=H100 --set tensor-parallel-size=1", "no memory for KV cache blocks: Llama-3.1-70B at tensor-parallel-size 1 takes ")]
    [InlineData("schedule export --schedule /no-such-file", "schedule '/no-such-file' cannot be read: ")]
    [InlineData("replay /no-such-file", "journal '/no-such-file' cannot be read: ")]
    [InlineData("simulate --preset seed-tp8 --workload light --config /no-such-file", "configuration file '/no-such-file' cannot be read: ")]
    [InlineData("simulate --preset seed-tp8 --workload light --warmup 400s", "warmup 400 s and cooldown 0 s must not be negative")]
    public async Task What_cannot_be_is_a_sentence_and_exit_code_2(string line, string beginning)
    {
        (int code, string output, string error) = await Run(line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(beginning, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData("name: [", "this is not valid YAML: ")]
    [InlineData("name: x\ndescriptoin: y\nprofiles: [{name: a, rate: 1, prompt_tokens: 8, output_tokens: 8}]", "description")]
    public async Task A_wrong_workload_file_is_named_with_its_line(string yaml, string part)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("mine.yaml", yaml);

        (int code, string output, string error) = await Run("simulate", "--preset", "seed-tp8", "--workload", file);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"{file} ", error, StringComparison.Ordinal);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json", "missing/report.json")]
    [InlineData("--requests", "missing/requests.csv")]
    [InlineData("--json", "folder")]
    [InlineData("--out", "file")]
    [InlineData("--out", "file/below")]
    public async Task An_output_that_cannot_be_written_is_found_before_the_run_and_is_exit_code_4(string option, string place)
    {
        using TemporaryFolder folder = new();
        folder.Write("file", "kept");
        Directory.CreateDirectory(folder.PathOf("folder"));

        (int code, string output, string error) = await Run("compare", option, folder.PathOf(place));

        Assert.Equal((4, ""), (code, output));
        Assert.StartsWith($"{option} is '{folder.PathOf(place)}', which cannot be written: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("kept", await File.ReadAllTextAsync(folder.PathOf("file")));
    }

    [Theory]
    [InlineData("seed-tp8", "", "gpu GH200-576 is uncalibrated: the study's textbook device (MFU 0.5, MBU 0.8); its times are estimates, not fitted to measurements of it.")]
    [InlineData("seed-tp8", " --runs 2", "gpu GH200-576 is uncalibrated: the study's textbook device (MFU 0.5, MBU 0.8); its times are estimates, not fitted to measurements of it.")]
    [InlineData("seed-tp8", " --quiet", "")]
    [InlineData("llama3-8b-h100", "", "not measured: output head n 128256 (512..65536), chunks behind cached tokens")]
    [InlineData("llama3-8b-h100", " --quiet", "")]
    [InlineData("llama3-8b-h100", " --set latency=ttft=200ms,itl=20ms", "")]
    public async Task What_was_not_measured_is_told_once_and_stands_in_the_report(string preset, string more, string warning)
    {
        using TemporaryFolder folder = new();

        (int code, string output, string error) = await Run($"simulate --preset {preset} --workload light --duration 1s --json {folder.PathOf("report.json")}{more}".Split(' '));

        Assert.Equal((0, warning), (code, error));
        JsonNode report = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("report.json")))!;
        JsonNode device = report["device"] ?? report["runs"]![0]!["device"]!;
        Assert.Equal(preset == "llama3-8b-h100", device["calibrated"]!.GetValue<bool>());
        Assert.Contains(more.Contains("latency", StringComparison.Ordinal) ? "H100-SXM gives memory, not time" : $"device {device["name"]}, {(preset == "llama3-8b-h100" ? "calibrated" : "uncalibrated")}: {device["note"]!.ToString()[..20]}", output, StringComparison.Ordinal);
        Assert.Equal(preset == "llama3-8b-h100" && !more.Contains("latency", StringComparison.Ordinal), device["not_measured"] is not null);
        Assert.Contains(device["not_measured"]?.ToString() ?? "", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_to_an_option_that_is_not_modelled_is_refused() => Assert.Equal(
        (2, "", "pipeline-parallel-size is 2 (flag --pipeline-parallel-size), but pipeline parallelism is not modelled; allowed is 1."),
        await Run([.. "simulate --preset seed-tp8 --workload light --set pipeline-parallel-size=2".Split(' ')]));

    [Fact]
    public async Task A_run_that_is_refused_leaves_no_file_behind()
    {
        using TemporaryFolder folder = new();

        await Run("simulate", "--preset", "seed-tp8", "--json", folder.PathOf("report.json"), "--requests", folder.PathOf("requests.csv"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.PathOf(".")));
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(args, output, error, new Dictionary<string, string>());
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}
