using System.CommandLine;
using Emulator.Cli;
using Emulator.Configuration;
using Emulator.Engine;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Report.Terminal;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace LoadGen.Cli;

/// <summary><c>simulate</c>: a load through an emulated server in virtual time, without a server.</summary>
internal static class SimulateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> preset = PresetOptions.Preset();
        Option<string[]> changes = PresetOptions.Changes();
        Option<int> replicas = QuantityOption.CountingNumber("--replicas", "Independent engines; conversations go to them round robin.", 1);
        Option<bool> noIntervals = PresetOptions.NoIntervals();
        RunOptions run = new();
        OutputOptions output = new();
        Verb command = new("simulate", "Runs a load through an emulated server in virtual time.", "loadgen simulate --preset seed-tp8 --workload heavy --rate-scale 0.25") { Remarks = ArgumentSources.Remarks };
        command.Add("What is emulated", preset, changes, replicas, noIntervals);
        run.AddTo(command);
        output.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            EngineSetup setup = PresetOptions.Setup(result.GetValue(preset)!, result.GetValue(changes)!);
            output.Check(result);
            Slo? slo = run.ReadSlo(result);
            List<SimulatedRun> runs = [];
            foreach (long seed in run.Seeds(result))
            {
                LoadSchedule schedule = run.Schedule.ReadSchedule(result, seed);
                SimulationOptions options = new()
                {
                    Blueprint = setup.Blueprint,
                    Replicas = result.GetValue(replicas),
                    Window = run.Window(result, schedule),
                    CutAtWindow = result.GetValue(run.CutAtWindow),
                    DrainLimit = result.GetValue(run.DrainLimit),
                    Timeout = result.GetValue(run.Timeout),
                };
                if (runs.Count == 0)
                {
                    // Not before everything has been read: a wrong option is told alone.
                    if (options.Window is { } window)
                    {
                        _ = run.Measured(result, window);
                    }

                    output.Warn(result, setup.Warning);
                }

                string name = options.Replicas == 1 ? setup.Options.Preset : $"{options.Replicas} x {setup.Options.Preset}";
                runs.Add(result.GetValue(noIntervals) ? IntervalSimulation.Without(Simulate(setup.Blueprint), IntervalSimulation.TurnedOff) : IntervalSimulation.Around(setup.Blueprint, Simulate));
                if (cancellation.IsCancellationRequested)
                {
                    break;
                }

                SimulatedRun Simulate(EngineBlueprint blueprint) => SimulatedRun.Of(
                    name, setup, schedule, options with { Blueprint = blueprint }, duration => run.Measured(result, duration), seed, result.GetValue(run.Schedule.RateScale), slo, cancellation);
            }

            return Task.FromResult(Finish(result, runs, output, run, cancellation));
        });
        return command;
    }

    private static int Finish(ParseResult result, List<SimulatedRun> runs, OutputOptions output, RunOptions options, CancellationToken cancellation)
    {
        IEnumerable<RequestRecord> records = runs.SelectMany(run => run.Records);
        bool tables = !output.TakesStandardOutput(result);
        if (runs.Count == 1)
        {
            if (tables)
            {
                ConsoleReport.Write(ReportConsole.For(result.InvocationConfiguration.Output), runs[0].Report);
            }

            output.Write(result, runs[0].Report, records);
        }
        else
        {
            CompareReport report = CompareReport.Of([.. runs.Select(run => run.Report)]);
            if (tables)
            {
                CompareTable.Write(ReportConsole.For(result.InvocationConfiguration.Output), report);
            }

            output.Write(result, report, records);
        }

        bool sloFailed = runs.Any(run => run.Report.SloAttainment < result.GetValue(options.SloAttainment));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : sloFailed ? ExitCode.ThresholdFailed : ExitCode.Done;
    }
}
