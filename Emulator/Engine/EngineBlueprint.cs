using Emulator.CostModel;
using Emulator.Scheduling;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>Everything that determines what an engine does, and nothing about clocks or clients. Two engines with equal blueprints and equal arrivals make equal plans.</summary>
/// <param name="Scheduling">What shapes the plans.</param>
/// <param name="CostModel">What prices them.</param>
/// <param name="MaxModelLength">Most tokens of prompt and output together.</param>
/// <param name="RequestTimeout">Total time a request may take unless it asks for less; null = for ever.</param>
public sealed record EngineBlueprint(SchedulerOptions Scheduling, StepCostModel CostModel, int MaxModelLength, TimeSpan? RequestTimeout)
{
    /// <summary>The shorter of a request's own timeout and the engine's.</summary>
    public TimeSpan? TimeoutFor(TimeSpan? asked) => Duration.Shorter(asked, RequestTimeout);
}
