using Emulator.Engine;
using Emulator.Time;
using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Simulation;

/// <summary>What a simulation runs besides its schedule.</summary>
public sealed record SimulationOptions
{
    /// <summary>The engine; each replica is one.</summary>
    public required EngineBlueprint Blueprint { get; init; }

    /// <summary>Independent engines; conversations go to them round robin.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Arrivals come before this; null = whatever the schedule holds.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Whether the run ends with the window instead of draining: no step starts at or after its end.</summary>
    public bool CutAtWindow { get; init; }

    /// <summary>How long a run may drain after the window; null = until everything has ended.</summary>
    public TimeSpan? DrainLimit { get; init; }

    /// <summary>Shortens the engine's request timeout; null = the engine's and the schedule's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Arrivals whose inter-token latencies count, by when they were due; null = all.</summary>
    public MeasurementWindow? Measured { get; init; }

    /// <summary>Whether to keep the hash over step plans.</summary>
    public bool HashesPlans { get; init; }

    /// <summary>Who else learns what the engines do; called on the simulation's own thread.</summary>
    public IEngineObserver? Observer { get; init; }

    /// <summary>The point at which no further step starts; null = none.</summary>
    internal TimeSpan? End => Window is not { } window ? null : CutAtWindow ? window : window + DrainLimit;

    internal TimeSpan? TimeoutFor(Arrival arrival) => Blueprint.TimeoutFor(Duration.Shorter(arrival.Timeout, Timeout));
}
