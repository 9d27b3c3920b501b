using Emulator.CostModel;
using Emulator.Scheduling;

namespace Emulator.Capacity;

/// <summary>The prefill limit of a <c>target-step</c> budget, from the cost model's own prices.</summary>
internal static class StepTarget
{
    private const int Granularity = 16;

    /// <summary>
    /// The largest multiple of 16 tokens that one chunk, which ends its prompt, may have beside the decodes so that the step meets its
    /// target; at least 16, so that prompts always get on.
    /// </summary>
    /// <param name="model">The price list.</param>
    /// <param name="decodes">The step's decodes.</param>
    /// <param name="targetMicroseconds">The target.</param>
    /// <param name="mostTokens">Tokens that the budget leaves beside the decodes.</param>
    public static int PrefillLimit(StepCostModel model, StepTotals decodes, double targetMicroseconds, int mostTokens)
    {
        // A step's cost never falls with its tokens, so halving finds the last one that meets the target.
        (int meets, int misses) = (1, (mostTokens / Granularity) + 1);
        while (misses - meets > 1)
        {
            int middle = (meets + misses) / 2;
            (meets, misses) = Microseconds(middle * Granularity) <= targetMicroseconds ? (middle, misses) : (meets, middle);
        }

        return meets * Granularity;

        double Microseconds(int tokens)
        {
            StepTotals totals = decodes;
            totals.AddChunk(tokens, 0, finishes: true);
            return model.Step(totals, [new PrefillChunk(tokens, 0)]).TotalMicroseconds;
        }
    }
}
