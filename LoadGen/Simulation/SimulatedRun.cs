using System.Diagnostics;
using System.Text.Json.Nodes;
using Emulator.Configuration;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;

namespace LoadGen.Simulation;

/// <summary>A simulation with its report.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Records">A record each request that was due.</param>
/// <param name="Result">What the engines did.</param>
public sealed record SimulatedRun(RunReport Report, IReadOnlyList<RequestRecord> Records, SimulationResult Result)
{
    /// <summary>Simulates <paramref name="schedule"/> and measures it.</summary>
    /// <param name="name">The configuration's name in reports.</param>
    /// <param name="setup">The emulated server.</param>
    /// <param name="schedule">What arrives when.</param>
    /// <param name="options">Which engines, and when the run ends.</param>
    /// <param name="measured">The part of the window that counts, given its length.</param>
    /// <param name="seed">The schedule's seed.</param>
    /// <param name="rateScale">What the schedule's rates were multiplied by.</param>
    /// <param name="slo">Limits for goodput.</param>
    /// <param name="cancellation">Ends the run early; its report is then marked partial.</param>
    public static SimulatedRun Of(
        string name,
        EngineSetup setup,
        LoadSchedule schedule,
        SimulationOptions options,
        Func<TimeSpan, MeasurementWindow> measured,
        long seed,
        double rateScale = 1,
        Slo? slo = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(measured);

        // A file does not say how long its window is: it ends behind the last arrival that came to be.
        MeasurementWindow? known = options.Window is { } given ? measured(given) : null;
        long began = Stopwatch.GetTimestamp();
        SimulationResult result = Simulator.Run(schedule, options with { Measured = known }, cancellation);
        TimeSpan wall = Stopwatch.GetElapsedTime(began);
        TimeSpan duration = options.Window ?? result.Records.Select(record => record.At).DefaultIfEmpty().Max() + TimeSpan.FromMicroseconds(1);

        RunMeasurements measurements = new(known ?? measured(duration), slo) { NotIssued = result.NotIssued };
        measurements.Itl.Add(result.Itl);
        measurements.Icl.Add(result.Itl);
        foreach (RequestRecord record in result.Records)
        {
            measurements.Add(record);
        }

        TimeSpan modelTime = result.Engine.Timeline.Points.Count > 0 ? result.Engine.Timeline.Points[^1].At : duration;
        RunReport report = measurements.Into(
            new RunReport
            {
                Kind = ReportKind.Simulate,
                Partial = result.Partial,
                PartialReason = result.Partial ? PartialReason.Interrupted : null,
                Workload = schedule.WorkloadName,
                ScheduleSha256 = schedule.Sha256,
                Seed = seed,
                Duration = duration,
                RateScale = rateScale,
                Preset = setup.Options.Preset,
                Configuration = name,
                Gpus = setup.Options.TensorParallelSize * options.Replicas,
                Device = new DeviceReport(setup.Gpu.Name, setup.Gpu.Calibrated, setup.Gpu.Note, setup.Options.TensorParallelSize) { NotMeasured = setup.CoverageNote },
                Config = JsonNode.Parse(setup.Options.ToJson())!.AsObject(),
                Host = HostReport.Simulated(wall, modelTime),
            },
            result.Engine);
        if (setup.Options.Latency is not null)
        {
            report = report with { Engine = report.Engine! with { ConstantLatency = setup.Options.Show("latency") } };
        }

        return new SimulatedRun(report, result.Records, result);
    }
}
