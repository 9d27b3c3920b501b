namespace Emulator.Svg;

/// <summary>Maps values of an axis to pixels, evenly or by powers of ten.</summary>
public sealed class Scale
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _pixelAtLow;
    private readonly double _pixelAtHigh;
    private readonly bool _logarithmic;

    private Scale(double low, double high, double pixelAtLow, double pixelAtHigh, bool logarithmic, IReadOnlyList<double> ticks)
    {
        _low = logarithmic ? Math.Log10(low) : low;
        _high = logarithmic ? Math.Log10(high) : high;
        _pixelAtLow = pixelAtLow;
        _pixelAtHigh = pixelAtHigh;
        _logarithmic = logarithmic;
        Ticks = ticks;
    }

    /// <summary>Where the axis is labelled.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From 0 to the first round number at or above <paramref name="largest"/>.</summary>
    public static Scale FromZero(double largest, double pixelAtZero, double pixelAtHigh, int tickCount = 5)
    {
        double step = RoundStep(Math.Max(largest, 1e-9) / tickCount);
        int steps = Math.Max(1, (int)Math.Ceiling((largest / step) - 1e-9));
        return new Scale(0, steps * step, pixelAtZero, pixelAtHigh, logarithmic: false, [.. Enumerable.Range(0, steps + 1).Select(i => i * step)]);
    }

    /// <summary>From <paramref name="low"/> to <paramref name="high"/> exactly, labelled at round numbers between.</summary>
    public static Scale Between(double low, double high, double pixelAtLow, double pixelAtHigh, int tickCount = 5)
    {
        double step = RoundStep((high - low) / tickCount);
        List<double> ticks = [];
        for (double tick = Math.Ceiling(low / step) * step; tick <= high + (step * 1e-9); tick += step)
        {
            ticks.Add(tick);
        }

        return new Scale(low, high, pixelAtLow, pixelAtHigh, logarithmic: false, ticks);
    }

    /// <summary>By powers of ten from the smallest value to a little beyond the largest, labelled at each power, and at 2 and 5 times it where they are few.</summary>
    public static Scale Powers(double smallest, double largest, double pixelAtLow, double pixelAtHigh)
    {
        const double margin = 1.1;
        double low = smallest / margin;
        double high = largest * margin;
        double[] factors = high / low < 100 ? [1, 2, 5] : [1];
        int first = (int)Math.Floor(Math.Log10(low));
        int last = (int)Math.Floor(Math.Log10(high));
        IEnumerable<double> ticks = from exponent in Enumerable.Range(first, last - first + 1) from factor in factors select factor * Math.Pow(10, exponent);
        return new Scale(low, high, pixelAtLow, pixelAtHigh, logarithmic: true, [.. ticks.Where(t => t >= low && t <= high)]);
    }

    /// <summary>By powers of ten, labelled at the given values and reaching a little beyond them.</summary>
    public static Scale At(IReadOnlyList<double> values, double pixelAtLow, double pixelAtHigh)
    {
        ArgumentNullException.ThrowIfNull(values);
        const double margin = 1.3;
        return new Scale(values.Min() / margin, values.Max() * margin, pixelAtLow, pixelAtHigh, logarithmic: true, values);
    }

    /// <summary>The pixel of <paramref name="value"/>; values outside stay at the axis's ends.</summary>
    public double this[double value]
    {
        get
        {
            double position = _logarithmic ? Math.Log10(Math.Max(value, double.Epsilon)) : value;
            double share = Math.Clamp((position - _low) / (_high - _low), 0, 1);
            return _pixelAtLow + (share * (_pixelAtHigh - _pixelAtLow));
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, at least <paramref name="atLeast"/>.</summary>
    private static double RoundStep(double atLeast)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        double[] factors = [1, 2, 5, 10];
        return factors.First(f => f * power >= atLeast * (1 - 1e-9)) * power;
    }
}
