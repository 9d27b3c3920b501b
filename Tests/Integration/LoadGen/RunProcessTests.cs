using System.Diagnostics;
using Emulator.Api;
using Emulator.Cli;
using Emulator.Engine;
using Grpc.Net.Client;
using Inference.V1;
using LoadGen.Report;
using Tests.Integration.Cli;

namespace Tests.Integration.LoadGen;

/// <summary>What only processes can do to each other: a server that is killed, a load generator that gets a signal.</summary>
public sealed class RunProcessTests : ServerTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_target_that_dies_in_mid_run_is_one_sentence_exit_code_3_and_a_partial_report()
    {
        using ToolProcess emulator = ToolProcess.Emulator("serve", "--preset", "seed-tp8", "--time-scale", "0.05", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
        string address = await emulator.LineAsync("grpc");
        using GrpcChannel channel = GrpcChannel.ForAddress(await emulator.LineAsync("control"));
        ControlService.ControlServiceClient control = new(channel);
        Task<LoadGenRun> running = LoadGenRun.Of("run", "--target", address, "--protocol", "grpc", "--schedule", SmallWorkload.TurnsBesideLongAnswers(_folder), "--out", _folder.PathOf("."));
        Wait.Until(() => control.GetState(new GetStateRequest()).Outcomes?.Completed >= 3, "the third answer");

        emulator.Kill();
        Stopwatch wall = Stopwatch.StartNew();
        LoadGenRun run = await running;

        RunReport report = LoadGenRun.ReportIn(_folder);
        Assert.True(wall.Elapsed < TimeSpan.FromMinutes(1), $"it took {wall.Elapsed}");
        Assert.Equal((ExitCode.TargetLost, true), (run.Code, report.Partial));
        Assert.Matches(@"^127\.0\.0\.1:\d+ was lost \d+\.\d s into the run: it closed its connections and does not answer\.$", run.Error.TrimEnd().Split('\n')[^1]);
        Assert.True(report.Outcomes is { Completed: > 0, Failed: > 0 }, report.Outcomes.ToString());
        Assert.Equal(PartialReason.TargetLost, report.PartialReason);
        Assert.Contains("Partial: the target was lost", run.Output, StringComparison.Ordinal);
        Assert.Null(report.Balance);
        Assert.Contains(LoadGenRun.RequestsIn(_folder), row => (row["outcome"], row["reason"]) == ("failed", "connection_lost"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_process_with_130_after_it_has_written_what_it_measured(string signal)
    {
        EmulatorServer server = await StartAsync("--preset seed-tp8 --time-scale 0.02");
        using ToolProcess load = ToolProcess.LoadGen(
            "run", "--target", $"grpc://{server.GrpcAddress.Authority}", "--schedule", SmallWorkload.TurnsBesideLongAnswers(_folder), "--out", _folder.PathOf("."));
        Wait.Until(() => server.Engine.Ledger[Outcome.Completed] >= 3, "the third answer");

        load.Signal(signal);
        (int code, string error) = await load.EndAsync();

        RunReport report = LoadGenRun.ReportIn(_folder);
        Expected = server.Engine.Ledger.Read() with { Received = 0 };
        Assert.Equal((ExitCode.Interrupted, true), (code, report.Partial));
        Assert.Contains("interrupted: ending, and writing what was measured; once more ends at once", error, StringComparison.Ordinal);
        Assert.True(report.Balance!.Holds, report.Balance.Text());
        Assert.Contains("\"partial\": true", await File.ReadAllTextAsync(_folder.PathOf("report.json")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
