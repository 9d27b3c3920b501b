using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>
/// Prices every step at one end of its 90 % interval: what a run would be if the cost model were off all the way in one direction, which is
/// how a wrong coefficient is wrong. Queues answer to that in ways that no scaling of a latency tells.
/// </summary>
/// <param name="model">The cost model; its steps have intervals.</param>
/// <param name="end">Which end.</param>
public sealed class IntervalPricing(StepCostModel model, IntervalEnd end) : IStepPricing
{
    /// <inheritdoc/>
    public StepCost Step(long index, in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        StepCost cost = model.Step(totals, chunks);
        double total = cost.TotalMicroseconds;
        if (total <= 0 || model.IntervalOf(cost, totals) is not { } interval)
        {
            return cost;
        }

        return cost * ((end == IntervalEnd.Low ? interval.LowMicroseconds : interval.HighMicroseconds) / total);
    }
}
