using System.Globalization;
using Emulator.Api;
using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Engine.Journal;
using Grpc.Core;
using LoadGen.Live;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Simulation;

namespace LoadGen.Compare;

/// <summary>Serves one contender on a free port of this process, fires a schedule at it over real gRPC, and compares server, client, simulation and replay.</summary>
/// <param name="Contender">Who is served.</param>
/// <param name="Plan">What is sent, and how fast.</param>
public sealed record ServedCheck(Contender Contender, ServedPlan Plan)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    /// <param name="changes">Changes to the preset, by option name.</param>
    /// <param name="show">Awaits the run and shows its progress.</param>
    /// <param name="requests">Gets the requests of the live run and of its simulated twin.</param>
    /// <param name="cancellation">Ends the run early; its report is then marked partial.</param>
    public async Task<ServedReport> RunAsync(
        IReadOnlyDictionary<string, string> changes,
        Func<LiveRun, Task<LiveResult>, Task<LiveResult>> show,
        List<ComparedRequest> requests,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(show);
        ArgumentNullException.ThrowIfNull(requests);
        string journal = Path.GetTempFileName();
        try
        {
            EmulatorServer server = await StartAsync(changes, journal, cancellation).ConfigureAwait(false);
            LiveReport live;
            string? longPrompt;
            await using (server.ConfigureAwait(false))
            {
                using GrpcTarget target = await GrpcTarget.ConnectAsync($"grpc://{server.GrpcAddress.Authority}", null, [], DrainLimit, cancellation).ConfigureAwait(false);
                longPrompt = await LongPrompt.SendAsync(target, cancellation).ConfigureAwait(false);
                await WarmUp.RunAsync(target, cancellation).ConfigureAwait(false);
                using LiveRun run = new(Plan.Schedule, target, new LiveRunOptions { Window = Plan.Window });
                LiveResult result = await show(run, run.RunAsync(cancellation)).ConfigureAwait(false);
                live = LiveReport.Of(result, target, Plan.Schedule, Plan.Window, duration => MeasurementWindow.Cut(duration, TimeSpan.Zero, TimeSpan.Zero), Plan.Twins[Contender.Name].Report.Seed, Plan.RateScale);
                live = live with { Report = live.Report with { Configuration = ServedName, Preset = Contender.Name, Engine = EngineOf(server.Engine.State) } };
                await server.DrainAsync(live.Result.Partial ? TimeSpan.Zero : DrainLimit).ConfigureAwait(false);
            }

            SimulatedRun twin = Plan.Twins[Contender.Name];
            requests.AddRange(live.Result.Records.Select(record => new ComparedRequest(record.Record, Contender.Name, ReportKind.Run)));
            requests.AddRange(twin.Records.Select(record => new ComparedRequest(record, Contender.Name, ReportKind.Simulate)));
            ReplayResult replay = JournalReplay.Run(EngineJournal.Read(journal), Contender.Setup.Blueprint);
            return new ServedReport(
                Contender.Name,
                live.Report,
                twin.Report with { Configuration = ServedName },
                replay.Steps,
                replay.Hash,
                replay.Difference,
                [.. Medians(twin, live)],
                longPrompt);
        }
        catch (RpcException interrupted) when (interrupted.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The user interrupted the warm-up.", interrupted, cancellation);
        }
        finally
        {
            File.Delete(journal);
        }
    }

    private string ServedName => $"{Contender.Name} served";

    private async Task<EmulatorServer> StartAsync(IReadOnlyDictionary<string, string> changes, string journal, CancellationToken cancellation)
    {
        Dictionary<string, string> flags = new(changes)
        {
            ["preset"] = Contender.Name,
            ["time-scale"] = Plan.TimeScale.ToString("R", CultureInfo.InvariantCulture),
            ["journal"] = journal,
            ["grpc-port"] = "0",
            ["http-port"] = "0",
            ["admin-grpc-port"] = "0",
        };
        return await EmulatorServer.StartAsync(ServerOptions.Parse(flags), cancellation).ConfigureAwait(false);
    }

    private IEnumerable<MedianCheck> Medians(SimulatedRun twin, LiveReport live)
    {
        bool keptUp = live.Report.Host.KeptUp == true && !live.Report.Partial;
        RequestRecord[] simulated = [.. twin.Records.Where(record => record.Outcome == LoadOutcome.Completed)];
        LiveRecord[] measured = [.. live.Result.Records.Where(record => record.Record.Outcome == LoadOutcome.Completed)];
        MedianCheck?[] checks =
        [
            MedianCheck.Of("ttft", true, simulated.Select(r => r.Ttft), measured.Select(r => r.Server?.Ttft), Plan.TimeScale, keptUp),
            MedianCheck.Of("tpot", true, simulated.Select(r => r.Tpot), measured.Select(r => r.Server?.Tpot), Plan.TimeScale, keptUp),
            MedianCheck.Of("e2e", true, simulated.Select(r => r.E2e), measured.Select(r => r.Server?.E2e), Plan.TimeScale, keptUp),
            MedianCheck.Of("ttft", false, simulated.Select(r => r.Ttft), measured.Select(r => r.Record.Ttft), Plan.TimeScale, keptUp),
            MedianCheck.Of("tpot", false, simulated.Select(r => r.Tpot), measured.Select(r => r.Record.Tpot), Plan.TimeScale, keptUp),
            MedianCheck.Of("e2e", false, simulated.Select(r => r.E2e), measured.Select(r => r.Record.E2e), Plan.TimeScale, keptUp),
        ];
        return checks.OfType<MedianCheck>();
    }

    private EngineReport EngineOf(EngineState state) => new()
    {
        Replicas = 1,
        Steps = state.Steps,
        StepSecondsMean = state.Steps > 0 ? state.StepTime.TotalSeconds / state.Steps : null,
        BatchMean = state.Steps > 0 ? (double)state.Sequences / state.Steps : null,
        TokenBudget = Contender.Setup.Blueprint.Scheduling.TokenBudget,
        StepsOverTarget = Contender.Setup.Blueprint.PrefillLimit is null ? null : state.StepsOverTarget,
        StepsOverTargetAtFloor = Contender.Setup.Blueprint.PrefillLimit is null ? null : state.StepsOverTargetAtFloor,
        ConstantLatency = Contender.Setup.Options.Latency is null ? null : Contender.Setup.Options.Show("latency"),
        KvBlocks = state.KvBlocks,
        KvUsageMean = state.KvUsageMean,
        KvUsageMax = state.KvUsageMax,
        Preemptions = state.Preemptions,
        CostShare = CostShare.Of(state.Cost),
        ComputedTokens = state.ComputedTokens,
        WastedTokens = state.WastedTokens,
    };
}
