namespace Emulator.Engine;

/// <summary>The answers to one prompt that one call asked for, by its parameter n. Once made, for the engine's thread alone.</summary>
/// <param name="count">How many.</param>
public sealed class Alternatives(int count)
{
    private int _left = count;

    /// <summary>How many.</summary>
    public int Count { get; } = count;

    /// <summary>Tokens of the longest that has ended.</summary>
    public int LongestOutput { get; private set; }

    /// <summary>Notes that one has ended.</summary>
    /// <param name="outputTokens">Its tokens.</param>
    /// <returns>Whether it was the last.</returns>
    internal bool End(int outputTokens)
    {
        LongestOutput = Math.Max(LongestOutput, outputTokens);
        return --_left == 0;
    }
}
