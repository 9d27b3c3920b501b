using System.Globalization;
using Emulator.Scheduling;

namespace Emulator.Engine;

/// <summary>
/// One number for a whole sequence of step plans: which requests ran in which step, in which order, for how many tokens, behind how many
/// computed ones, and who was preempted. Two runs with equal hashes made the same decisions.
/// </summary>
/// <param name="Value">The hash so far.</param>
public record struct PlanHash(ulong Value)
{
    // FNV-1a's offset and prime over 64-bit words, with a rotation so that high bits reach low ones.
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>Length of its text.</summary>
    internal const int Digits = 16;

    /// <summary>The hash of no steps.</summary>
    public static PlanHash Empty => new(Offset);

    /// <summary>Appends one step.</summary>
    public void Add(StepPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ulong hash = Mix(Value, (ulong)plan.Shares.Length);
        foreach (ref readonly StepShare share in plan.Shares)
        {
            hash = Mix(hash, (ulong)share.Sequence.Arrival);
            hash = Mix(hash, ((ulong)share.ComputedBefore << 32) | (uint)share.NewTokens);
        }

        foreach (Sequence preempted in plan.Preempted)
        {
            hash = Mix(hash, ~(ulong)preempted.Arrival);
        }

        Value = hash;
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public override readonly string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Mix(ulong hash, ulong word) => ulong.RotateLeft((hash ^ word) * Prime, 29);
}
