using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Emulator.Api;
using Emulator.Cli;
using Emulator.Engine;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Integration.LoadGen;

/// <summary><c>loadgen run</c> against a real server: what its report, its rows, its words and its exit code say, beside the server's own books.</summary>
public sealed class RunTests : ServerTests, IDisposable
{
    private const string Paced = "--preset seed-tp8 --time-scale 0.02";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_run_ends_with_a_report_rows_and_a_page_that_agree_with_the_server_s_books()
    {
        EmulatorServer server = await StartAsync(Paced);
        string workload = SmallWorkload.Chats(_folder);

        LoadGenRun run = await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", workload, "--duration", "20s", "--seed", "4", "--time-scale", "0.02", "--slo", "e2e=1h", "--out", _folder.PathOf("."));

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = Books(report.Outcomes);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal((ReportKind.Run, false, "chats", 4, 0.02, 1), (report.Kind, report.Partial, report.Workload, report.Seed, report.TimeScale, report.SuccessRate));
        Assert.Equal(server.GrpcAddress.Authority, report.Target);
        LoadSchedule schedule = LoadSchedule.Generate(Workload.Load(workload), 4, TimeSpan.FromSeconds(20), 1);
        Assert.Equal(schedule.Sha256, report.ScheduleSha256);
        Assert.Equal(schedule.Arrivals.Count, report.Arrivals + report.NotIssued);
        Assert.True(report.FollowUps > 10, $"{report.FollowUps} follow-ups");
        Assert.Equal(report.Balance!.Server, report.Balance.Client);
        Assert.Equal(report.Arrivals, report.Balance.Server.Total);
        Assert.Contains($"server received {report.Arrivals} = {report.Arrivals} completed", run.Output, StringComparison.Ordinal);
        Assert.Contains("they balance", run.Output, StringComparison.Ordinal);
        Assert.Equal(server.Engine.State.Steps, report.Engine!.Steps);
        Assert.InRange(report.Host.WallSeconds!.Value, 0.3, 10);
        Assert.NotNull(report.Host.SendLateness);
        Assert.NotNull(report.Host.StepLateness);
        Assert.StartsWith($"{TargetOf(server)}: Llama-3.1-70B on 8 x GH200-576 (uncalibrated), time scale 0.02, connected in ", run.Error, StringComparison.Ordinal);
        Assert.Equal(("GH200-576", false, 8), (report.Device!.Name, report.Device.Calibrated, report.Device.TensorParallelSize));
        Assert.Contains("\ngpu GH200-576 is uncalibrated: the study's textbook device (MFU 0.5, MBU 0.8); its times are estimates", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(_folder.PathOf("report.html")), StringComparison.Ordinal);
        JsonNode schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "report.schema.json")))!;
        Assert.Empty(new JsonShape((JsonObject)schema).Problems(JsonNode.Parse(await File.ReadAllTextAsync(_folder.PathOf("report.json")))));

        IReadOnlyList<Dictionary<string, string>> rows = LoadGenRun.RequestsIn(_folder);
        Assert.Equal(report.Arrivals, rows.Count);
        Assert.All(rows, row => Assert.Equal(("completed", row["output_tokens_asked"], "stop"), (row["outcome"], row["output_tokens"], row["reason"])));
        Dictionary<string, Dictionary<string, string>> byId = rows.ToDictionary(row => row["id"]);
        Arrival[] followUps = [.. schedule.Arrivals.Where(arrival => arrival.IsFollowUp && byId.ContainsKey(arrival.Id))];
        Assert.Equal(report.FollowUps, followUps.Length);
        Assert.All(followUps, followUp =>
        {
            Dictionary<string, string> before = byId[followUp.After!];
            double due = LoadGenRun.Seconds(before["at"]) + LoadGenRun.Seconds(before["e2e"]) + followUp.Think.TotalSeconds;
            Assert.Equal(due, LoadGenRun.Seconds(byId[followUp.Id]["at"]), 5e-6);
        });
    }

    [Fact]
    public async Task Several_seeds_give_one_report_of_them_all()
    {
        EmulatorServer server = await StartAsync(Paced);

        LoadGenRun run = await LoadGenRun.Of(
            "run", "--target", TargetOf(server), "--workload", SmallWorkload.Chats(_folder), "--duration", "4s", "--runs", "2", "--json", _folder.PathOf("report.json"));

        CompareReport report = ReportJson.ReadCompare(await File.ReadAllTextAsync(_folder.PathOf("report.json")));
        Expected = Books(Sum(report.Runs));
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal([1, 2], report.Runs.Select(one => one.Seed));
        Assert.All(report.Runs, one => Assert.True(one.Balance!.Holds, one.Balance.Text()));
    }

    [Fact]
    public async Task Two_runs_against_one_server_each_report_their_own_steps()
    {
        EmulatorServer server = await StartAsync(Paced + " --max-num-seqs 64");
        string workload = SmallWorkload.Chats(_folder);

        await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", workload, "--duration", "20s", "--seed", "4", "--out", _folder.PathOf("."));
        RunReport first = LoadGenRun.ReportIn(_folder);
        EngineState between = server.Engine.State;
        await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", workload, "--duration", "4s", "--seed", "5", "--out", _folder.PathOf("."));
        RunReport second = LoadGenRun.ReportIn(_folder);
        EngineState end = server.Engine.State;

        Expected = Books(Sum([first, second]));
        EngineReport engine = second.Engine!;
        long steps = end.Steps - between.Steps;
        Assert.True(first.Engine!.Steps == between.Steps && steps > 0, $"{first.Engine.Steps} + {engine.Steps} of {end.Steps}");
        Assert.Equal((steps, end.ComputedTokens - between.ComputedTokens, end.WastedTokens - between.WastedTokens, end.Preemptions - between.Preemptions), (engine.Steps, engine.ComputedTokens, engine.WastedTokens, engine.Preemptions));
        Assert.Equal((end.StepTime - between.StepTime).TotalSeconds / steps, engine.StepSecondsMean!.Value, 1e-6);
        Assert.Equal((double)(end.Sequences - between.Sequences) / steps, engine.BatchMean);
        Assert.Equal(
            (end.Cost.GemmMicroseconds - between.Cost.GemmMicroseconds) / (end.Cost.TotalMicroseconds - between.Cost.TotalMicroseconds), engine.CostShare!.Gemm, 1e-6);
        double usage = ((end.KvUsageMean * end.StepTime) - (between.KvUsageMean * between.StepTime)) / (end.StepTime - between.StepTime);
        Assert.Equal(usage, engine.KvUsageMean!.Value, 1e-6);
        Assert.Equal((first.Engine.Steps, steps), (first.Host.StepLateness!.Count, second.Host.StepLateness!.Count));
        Assert.Equal(
            ("64", "0.02", "fcfs", "131072", false),
            (second.Config!["max-num-seqs"]!.ToJsonString(), second.Config["time-scale"]!.ToJsonString(), second.Config["scheduling-policy"]!.GetValue<string>(), second.Config["max-model-len"]!.ToJsonString(), second.Config.ContainsKey("journal")));
    }

    [Fact]
    public async Task Nothing_but_json_stands_on_standard_output_when_it_is_asked_for()
    {
        EmulatorServer server = await StartAsync(Paced);

        LoadGenRun run = await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", SmallWorkload.Chats(_folder), "--duration", "4s", "--json", "-");

        RunReport report = ReportJson.ReadRun(run.Output);
        Expected = Books(report.Outcomes);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith("{\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("}\n", run.Output, StringComparison.Ordinal);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_run_cut_at_the_window_counts_what_is_in_flight_as_unfinished_and_the_server_as_cancelled()
    {
        EmulatorServer server = await StartAsync(Paced);

        LoadGenRun run = await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", SmallWorkload.LongAnswers(_folder), "--duration", "8s", "--cut-at-window", "--out", _folder.PathOf("."));

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = Books(report.Balance!.Server);
        Assert.Equal((ExitCode.Done, false), (run.Code, report.Partial));
        Assert.True(report.Outcomes is { Completed: > 0, Unfinished: > 0 } outcomes && outcomes.Total == report.Arrivals, report.Outcomes.ToString());
        Assert.True(report.Balance.Holds, report.Balance.Text());
        Assert.Contains(LoadGenRun.RequestsIn(_folder), row => (row["outcome"], row["e2e"]) == ("unfinished", ""));
    }

    [Fact]
    public async Task A_timeout_is_counted_alike_on_both_sides()
    {
        EmulatorServer server = await StartAsync(Paced);

        LoadGenRun run = await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", SmallWorkload.LongAnswers(_folder), "--duration", "8s", "--timeout", "1s", "--out", _folder.PathOf("."));

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = new LedgerCounts { TimedOut = report.Arrivals };
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.True(report.Arrivals > 5, $"{report.Arrivals} arrivals");
        Assert.Equal((report.Arrivals, report.Arrivals), (report.Balance!.Server.TimedOut, report.Balance.Client.TimedOut));
        Assert.All(LoadGenRun.RequestsIn(_folder), row => Assert.Equal(("timed_out", ""), (row["outcome"], row["e2e"])));
    }

    [Fact]
    public async Task An_slo_that_is_missed_is_exit_code_1()
    {
        EmulatorServer server = await StartAsync(Paced);

        LoadGenRun run = await LoadGenRun.Of("run", "--target", TargetOf(server), "--workload", SmallWorkload.Chats(_folder), "--duration", "4s", "--slo", "ttft=1us", "--out", _folder.PathOf("."));

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = Books(report.Outcomes);
        Assert.Equal((ExitCode.ThresholdFailed, 0, 0), (run.Code, report.SloAttainment, report.Goodput));
    }

    [Theory]
    [InlineData("--time-scale 1", "--time-scale is 1, but {0} runs at 0.02; allowed is the server's, or leave the option out.")]
    [InlineData("--model nobody", "--model is 'nobody', which {0} does not serve; it serves Llama-3.1-70B.")]
    [InlineData("--api-key wrong", "{0} wants another API key: ")]
    [InlineData("", "{0} wants another API key: ")]
    public async Task What_does_not_fit_the_server_is_one_sentence_and_exit_code_2(string options, string sentence)
    {
        EmulatorServer server = await StartAsync(Paced + (sentence.Contains("API key", StringComparison.Ordinal) ? " --api-key right" : ""));

        LoadGenRun run = await LoadGenRun.Of(["run", "--target", TargetOf(server), "--workload", SmallWorkload.Chats(_folder), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((ExitCode.BadUsage, ""), (run.Code, run.Output));
        Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, TargetOf(server)), run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task The_right_api_key_is_sent_with_every_request()
    {
        EmulatorServer server = await StartAsync(Paced + " --api-key right");

        LoadGenRun run = await LoadGenRun.Of(
            "run", "--target", TargetOf(server), "--workload", SmallWorkload.Chats(_folder), "--duration", "2s", "--api-key", "right", "--header", "X-Tenant: red", "--out", _folder.PathOf("."));

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = Books(report.Outcomes);
        Assert.Equal((ExitCode.Done, 1), (run.Code, report.SuccessRate));
    }

    [Fact]
    public async Task A_target_that_is_down_is_one_sentence_and_exit_code_3_at_once()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Stopwatch wall = Stopwatch.StartNew();

        LoadGenRun run = await LoadGenRun.Of("run", "--target", $"grpc://127.0.0.1:{port}", "--workload", SmallWorkload.Chats(_folder), "--out", _folder.PathOf("out"));

        Assert.True(wall.Elapsed < TimeSpan.FromMinutes(1), $"it took {wall.Elapsed}");
        Assert.Equal((ExitCode.TargetLost, "", $"grpc://127.0.0.1:{port} can't be reached: Connection refused\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task A_cancelled_run_is_exit_code_130_and_its_report_is_partial()
    {
        EmulatorServer server = await StartAsync(Paced);
        using CancellationTokenSource interrupt = new();
        Task<LoadGenRun> running = LoadGenRun.Of(
            ["run", "--target", TargetOf(server), "--schedule", SmallWorkload.TurnsBesideLongAnswers(_folder), "--out", _folder.PathOf(".")], (_, _) => { }, interrupt.Token);
        Wait.Until(() => server.Engine.Ledger[Outcome.Completed] >= 3, "the third answer");

        Stopwatch wall = Stopwatch.StartNew();
        await interrupt.CancelAsync();
        LoadGenRun run = await running;

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = Books(report.Balance!.Server);
        Assert.True(wall.Elapsed < TimeSpan.FromMinutes(1), $"it took {wall.Elapsed}");
        Assert.Equal((ExitCode.Interrupted, true), (run.Code, report.Partial));
        Assert.True(report.Outcomes is { Completed: > 0, Unfinished: > 0 }, report.Outcomes.ToString());
        Assert.True(report.Balance.Holds, report.Balance.Text());
        Assert.Contains("Partial", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string TargetOf(EmulatorServer server) => $"grpc://{server.GrpcAddress.Authority}";

    private static LedgerCounts Books(OutcomeCounts counts) => new()
    {
        Completed = counts.Completed,
        Rejected = counts.Rejected,
        TimedOut = counts.TimedOut,
        Cancelled = counts.Cancelled,
        Failed = counts.Failed,
        Invalid = counts.Invalid,
    };

    private static OutcomeCounts Sum(IEnumerable<RunReport> runs) => new(Completed: runs.Sum(run => run.Outcomes.Completed));
}
