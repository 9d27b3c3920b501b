using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>
/// How many prefill tokens a step may compute beside its decodes so that it meets a target duration: the budget policy <c>target-step</c>.
/// Pure, without allocation, safe for several threads.
/// </summary>
/// <remarks>
/// The limit is the largest multiple of 16 tokens whose step takes the target at most: all decodes, and one chunk of that many tokens at the
/// start of its prompt that finishes it (so that decodes + 1 sample). It is never below 16, or prefill would starve: a step may then be longer
/// than the target. A step may be longer too when its chunks lie deep in their prompts, or are several, since the limit prices one at the start.
/// Cost rises with tokens, so that bisection finds the limit: 11 prices at most for budgets of up to 32,768 tokens, the range that the
/// cost model was fitted on, and one more for each doubling. Llama-3-8B in bf16 on H100-SXM beside 32 decodes over 32,768 tokens of context: 928 tokens
/// for 25 ms, 144 for 10 ms.
/// </remarks>
public sealed class PrefillLimit
{
    /// <summary>Limits are multiples of this many tokens, and never less.</summary>
    public const int Floor = 16;

    private readonly StepCostModel _costModel;
    private readonly int _tokenBudget;
    private readonly double _targetMicroseconds;

    /// <summary>The limits of one deployment.</summary>
    /// <param name="costModel">What prices its steps.</param>
    /// <param name="target">How long a step should take at most, above 0.</param>
    /// <param name="tokenBudget">Tokens that a step may compute whatever it takes; a limit that reaches it does not bind.</param>
    public PrefillLimit(StepCostModel costModel, TimeSpan target, int tokenBudget)
    {
        ArgumentNullException.ThrowIfNull(costModel);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokenBudget, 1);
        _costModel = costModel;
        _tokenBudget = tokenBudget;
        _targetMicroseconds = target.TotalMicroseconds;
        Target = target;
    }

    /// <summary>How long a step should take at most.</summary>
    public TimeSpan Target { get; }

    /// <summary>Tokens that all shares of a step that are no decodes may compute together; at least <see cref="Floor"/>.</summary>
    /// <param name="decodes">The sums over the step's decodes, and nothing else.</param>
    public int Beside(in StepTotals decodes)
    {
        // Multiples of the floor: the least is taken unpriced, and above the most the token budget binds anyway.
        int least = 1;
        int most = Math.Max(1, (_tokenBudget - decodes.Tokens + Floor - 1) / Floor);
        while (least < most)
        {
            // Rounded up, so that the interval shrinks each time.
            int middle = least + ((most - least + 1) / 2);
            if (MicrosecondsWith(middle * Floor, decodes) <= _targetMicroseconds)
            {
                least = middle;
            }
            else
            {
                most = middle - 1;
            }
        }

        return least * Floor;
    }

    /// <summary>What the step is taken to cost that computes <paramref name="prefillTokens"/> beside its decodes.</summary>
    internal double MicrosecondsWith(int prefillTokens, StepTotals decodes)
    {
        PrefillChunk chunk = new(prefillTokens, Past: 0);
        decodes.AddChunk(chunk.NewTokens, chunk.Past, finishes: true);
        return _costModel.Step(decodes, new ReadOnlySpan<PrefillChunk>(in chunk)).TotalMicroseconds;
    }
}
