using System.CommandLine;
using System.Text.Json.Nodes;
using Emulator.Cli;
using Emulator.Configuration;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Trace;

namespace LoadGen.Cli;

/// <summary><c>scheduler trace</c>: the engine steps of a load as a person reads them.</summary>
internal static class SchedulerTraceCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> preset = PresetOptions.Preset(ServerOptions.DefaultPreset);
        Option<string[]> changes = PresetOptions.Changes();
        Option<TimeSpan?> timeout = RunOptions.RequestTimeout();
        ScheduleOptions load = new();
        TraceOptions trace = new();
        Verb command = new("trace", "Simulates a load on one engine and shows its steps: who runs, prefill chunks, decodes, cache hits, preemptions.", "loadgen scheduler trace --preset seed-tp8 --workload heavy --rate-scale 0.25 --at 20s --steps 60")
        {
            Remarks = ArgumentSources.Remarks,
        };
        command.Add("What is emulated", preset, changes);
        load.AddTo(command);
        command.Add("What is sent", timeout);
        trace.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            EngineSetup setup = PresetOptions.Setup(result.GetValue(preset)!, result.GetValue(changes)!);
            _ = trace.ReadFormat(result);
            StepRange range = trace.ReadRange(result);
            trace.Check(result);
            LoadSchedule schedule = load.ReadSchedule(result, cancellation);
            IReadOnlySet<string>? followed = trace.ReadFollowed(result, schedule);
            SimulationOptions options = new()
            {
                Blueprint = setup.Blueprint,
                Window = result.GetValue(load.Duration) ?? schedule.Window,
                Timeout = result.GetValue(timeout),
            };
            StepTrace recorded = StepRecorder.Record(schedule, options, range, followed, cancellation);
            if (setup.Warning is string warning && !result.GetValue(trace.Quiet))
            {
                result.InvocationConfiguration.Error.WriteLine(warning);
            }

            trace.Write(result, recorded with { Preset = setup.Options.Preset, RateScale = result.GetValue(load.RateScale), Config = JsonNode.Parse(setup.Options.ToJson())!.AsObject() });
            return Task.FromResult(recorded.Partial ? ExitCode.Interrupted : ExitCode.Done);
        });
        return command;
    }
}
