namespace Emulator.Hardware;

/// <summary>The values of one dimension between which measurements lie, both ends included.</summary>
/// <param name="From">The smallest measured value.</param>
/// <param name="To">The largest measured value.</param>
public sealed record MeasuredRange(double From, double To)
{
    /// <summary>Whether <paramref name="value"/> was covered.</summary>
    public bool Contains(double value) => value >= From && value <= To;
}
