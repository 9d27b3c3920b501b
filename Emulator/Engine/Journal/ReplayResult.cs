namespace Emulator.Engine.Journal;

/// <summary>What a replay showed.</summary>
/// <param name="Steps">Steps compared.</param>
/// <param name="Hash">Hash over the replayed plans.</param>
/// <param name="Difference">Where live run and replay part; null when every plan is the same.</param>
public sealed record ReplayResult(long Steps, string Hash, string? Difference)
{
    /// <summary>Whether every step made the same plan at the same model time.</summary>
    public bool Identical => Difference is null;
}
