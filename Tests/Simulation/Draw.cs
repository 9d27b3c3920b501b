using Emulator.Numerics;

namespace Tests.Simulation;

/// <summary>Draws that one seed determines.</summary>
internal sealed class Draw(ulong seed)
{
    private SplitMix64 _bits = new(SplitMix64.Mix(seed));

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Between(int min, int max) => min + (int)(_bits.Next() % (ulong)(max - min + 1));

    /// <summary>The same, small ones far more often.</summary>
    public int Small(int min, int max) => Between(min, min + Between(0, max - min));

    /// <summary>Whether something of that probability happens.</summary>
    public bool Chance(double probability) => _bits.NextUnit() < probability;

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    /// <summary>A duration of up to so many milliseconds.</summary>
    public TimeSpan UpTo(int milliseconds) => TimeSpan.FromMicroseconds(Between(0, 1_000 * milliseconds));
}
