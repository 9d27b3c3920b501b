using System.Globalization;
using Emulator.CostModel.Latencies;

namespace Emulator.Configuration.Kinds;

/// <summary>One latency: a duration, or the distribution that it is drawn from, such as <c>uniform(150ms,250ms)</c>.</summary>
internal sealed class LatencyKind : OptionKind<LatencyDistribution>
{
    private const double LargestSigma = 3;

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    public override string ValueName => "LATENCY";

    public override string Allowed =>
        $"durations from {Quantity.Print(LatencyDistribution.Shortest)} to {Quantity.Print(s_longest)}, uniform(MIN,MAX), normal(MEAN,DEVIATION), lognormal(MEDIAN,SIGMA) with a sigma of up to {LargestSigma.ToString(CultureInfo.InvariantCulture)} and exponential(MEAN)";

    public override bool TryParse(string text, out LatencyDistribution value)
    {
        LatencyDistribution? parsed = Parse(text.Trim());
        value = parsed ?? new FixedLatency(TimeSpan.Zero);
        return parsed is not null;
    }

    public override bool Contains(LatencyDistribution value) => value switch
    {
        FixedLatency fixedLatency => IsWithin(fixedLatency.Value),
        UniformLatency uniform => IsWithin(uniform.Min) && IsWithin(uniform.Max) && uniform.Min < uniform.Max,
        NormalLatency normal => IsWithin(normal.Mean) && IsWithin(normal.StandardDeviation),
        LogNormalLatency logNormal => IsWithin(logNormal.Median) && logNormal.Sigma is > 0 and <= LargestSigma,
        ExponentialLatency exponential => IsWithin(exponential.Mean),
        _ => false,
    };

    public override string Print(LatencyDistribution value) => value switch
    {
        FixedLatency fixedLatency => Quantity.Print(fixedLatency.Value),
        UniformLatency uniform => $"uniform({Quantity.Print(uniform.Min)},{Quantity.Print(uniform.Max)})",
        NormalLatency normal => $"normal({Quantity.Print(normal.Mean)},{Quantity.Print(normal.StandardDeviation)})",
        LogNormalLatency logNormal => $"lognormal({Quantity.Print(logNormal.Median)},{logNormal.Sigma.ToString("R", CultureInfo.InvariantCulture)})",
        ExponentialLatency exponential => $"exponential({Quantity.Print(exponential.Mean)})",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "no latency that an option could give"),
    };

    private static bool IsWithin(TimeSpan duration) => duration >= LatencyDistribution.Shortest && duration <= s_longest;

    private static LatencyDistribution? Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return DurationOf(text) is { } value ? new FixedLatency(value) : null;
        }

        if (!text.EndsWith(')'))
        {
            return null;
        }

        string[] arguments = text[(open + 1)..^1].Split(',');
        return (text[..open].TrimEnd().ToUpperInvariant(), arguments) switch
        {
            ("UNIFORM", [var min, var max]) when DurationOf(min) is { } from && DurationOf(max) is { } to => new UniformLatency(from, to),
            ("NORMAL", [var mean, var deviation]) when DurationOf(mean) is { } middle && DurationOf(deviation) is { } width => new NormalLatency(middle, width),
            ("LOGNORMAL", [var median, var sigma]) when DurationOf(median) is { } middle && NumberOf(sigma) is { } width => new LogNormalLatency(middle, width),
            ("EXPONENTIAL", [var mean]) when DurationOf(mean) is { } middle => new ExponentialLatency(middle),
            _ => null,
        };
    }

    private static TimeSpan? DurationOf(string text) => Quantity.TryParseDuration(text, out TimeSpan duration) ? duration : null;

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
