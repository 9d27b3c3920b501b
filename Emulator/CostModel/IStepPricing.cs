using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>
/// What says how long a step takes: the device's cost model (<see cref="StepCostModel"/>), or latencies that somebody asked for
/// (<see cref="ConstantLatency"/>). Pure: the same step of the same number always costs the same. Called for every step, so it must not allocate.
/// </summary>
public interface IStepPricing
{
    /// <summary>What a step costs; nothing if it computes no token.</summary>
    /// <param name="index">The step's number since the engine's start, from 0.</param>
    /// <param name="totals">The step's sums.</param>
    /// <param name="chunks">The prefill chunks behind the sums.</param>
    StepCost Step(long index, in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks);
}
