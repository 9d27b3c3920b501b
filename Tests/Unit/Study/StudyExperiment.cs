using Emulator.Configuration;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace Tests.Unit.Study;

/// <summary>One experiment of the founding study: a server, a load, a window; drained, in virtual time.</summary>
internal sealed record StudyExperiment(string Preset, string Workload, double Seconds = 300, double RateScale = 1)
{
    public int Replicas { get; init; } = 1;

    public Dictionary<string, string> Changes { get; init; } = [];

    public SimulatedRun Run(long seed)
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset(Preset, Changes));
        TimeSpan window = TimeSpan.FromSeconds(Seconds);
        LoadSchedule schedule = LoadSchedule.Generate(LoadGen.Workloads.Workload.Load(Workload), seed, window, RateScale);
        SimulationOptions options = new() { Blueprint = setup.Blueprint, Replicas = Replicas, Window = window };
        return SimulatedRun.Of(Preset, setup, schedule, options, duration => MeasurementWindow.Cut(duration, default, default), seed, RateScale);
    }
}
