using Emulator.CostModel;
using Emulator.Scheduling;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>Everything that determines what an engine does, and nothing about clocks or clients. Two engines with equal blueprints and equal arrivals make equal plans.</summary>
/// <param name="Scheduling">What shapes the plans.</param>
/// <param name="CostModel">The device's physics, which prices the plans unless <see cref="Latency"/> does.</param>
/// <param name="MaxModelLength">Most tokens of prompt and output together.</param>
/// <param name="RequestTimeout">Total time a request may take unless it asks for less; null = for ever.</param>
public sealed record EngineBlueprint(SchedulerOptions Scheduling, StepCostModel CostModel, int MaxModelLength, TimeSpan? RequestTimeout)
{
    /// <summary>Limits each step's prefill so that the step meets a target; null = the token budget alone does.</summary>
    public PrefillLimit? PrefillLimit { get; init; }

    /// <summary>What requests wait for between their receipt and the scheduler.</summary>
    public IngestDelay IngestDelay { get; init; }

    /// <summary>Latencies that somebody asked for, which take the cost model's place; null = the device's own.</summary>
    public ConstantLatency? Latency { get; init; }

    /// <summary>The end of each step's 90 % interval at which it is priced, to see what the cost model's error does to a run; null = the price itself.</summary>
    public IntervalEnd? PricedAt { get; init; }

    /// <summary>What prices the plans.</summary>
    public IStepPricing Pricing => (IStepPricing?)Latency ?? (PricedAt is { } end ? new IntervalPricing(CostModel, end) : CostModel);

    /// <summary>Whether its step times have 90 % intervals: the cost model prices them, and its device is calibrated.</summary>
    public bool HasIntervals => Latency is null && CostModel.HasIntervals;

    /// <summary>Whether requests are held back at all between their receipt and the scheduler.</summary>
    internal bool HoldsBack => Latency is not null || IngestDelay != default;

    /// <summary>The shorter of a request's own timeout and the engine's.</summary>
    public TimeSpan? TimeoutFor(TimeSpan? asked) => Duration.Shorter(asked, RequestTimeout);

    /// <summary>How long a request is held back between its receipt and the scheduler.</summary>
    internal TimeSpan HoldBackOf(EngineRequest request) =>
        IngestDelay.Of(request.Prompt.Length) + Duration.FromMicroseconds(Latency?.HoldBackMicroseconds(request.Id, request.Prompt.Length) ?? 0);
}
