using Emulator.CostModel;
using Emulator.Scheduling;

namespace Emulator.Explanation;

/// <summary>A step as a person describes it: groups of sequences that decode, and groups of prompts.</summary>
/// <param name="Decodes">Sequences that decode.</param>
/// <param name="Prefills">Prompts.</param>
public sealed record StepShape(IReadOnlyList<DecodeGroup> Decodes, IReadOnlyList<PrefillGroup> Prefills)
{
    /// <summary>What the step costs, operation by operation.</summary>
    /// <exception cref="InvalidConfigurationException">It has more tokens than a step can.</exception>
    public StepBreakdown Explain(StepCostModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        long tokens = Decodes.Sum(group => (long)group.Sequences) + Prefills.Sum(group => (long)group.Sequences * group.NewTokens);
        if (tokens is 0 or > GroupNumber.Largest)
        {
            throw new InvalidConfigurationException($"the step has {tokens} tokens; allowed are 1 to {GroupNumber.Largest}.");
        }

        StepTotals totals = new() { Window = model.AttentionWindow ?? 0 };
        foreach (DecodeGroup group in Decodes)
        {
            totals.AddEqualDecodes(group.Sequences, (long)group.Sequences * group.Context);
        }

        List<PrefillChunk> chunks = [];
        foreach (PrefillGroup group in Prefills)
        {
            for (int i = 0; i < group.Sequences; i++)
            {
                totals.AddChunk(group.NewTokens, group.Past, group.Finishes);
                chunks.Add(new PrefillChunk(group.NewTokens, group.Past));
            }
        }

        return model.Explain(totals, chunks.ToArray());
    }
}
