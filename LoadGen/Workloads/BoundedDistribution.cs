using Emulator;

namespace LoadGen.Workloads;

/// <summary>A distribution held between two bounds.</summary>
/// <remarks>Redrawing until a value is inside gives the distribution under that condition; its quantile at p is the inner one's at low + p·(high - low), where low
/// and high are the shares of draws below each bound. Drawing that way takes one uniform number and cannot loop.</remarks>
public sealed class BoundedDistribution : Distribution
{
    private const double SmallestShare = 1e-6;
    private readonly Distribution _inner;
    private readonly double _min;
    private readonly double _max;
    private readonly OutOfRange _outOfRange;
    private readonly double _low;
    private readonly double _high;
    private readonly Lazy<double> _mean;

    /// <summary>Holds <paramref name="inner"/> between <paramref name="min"/> and <paramref name="max"/>, both included.</summary>
    /// <exception cref="InvalidConfigurationException">The range is empty, or fewer than one draw in a million would fall into it.</exception>
    public BoundedDistribution(Distribution inner, double min, double max, OutOfRange outOfRange)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (!(min <= max))
        {
            throw new InvalidConfigurationException($"min is {min} and max is {max}; allowed is a max of min and more.");
        }

        (_inner, _min, _max, _outOfRange) = (inner, min, max, outOfRange);
        (_low, _high) = (ShareBelow(min), ShareBelow(Math.BitIncrement(max)));
        if (outOfRange == OutOfRange.Redraw && _high - _low < SmallestShare)
        {
            throw new InvalidConfigurationException($"out_of_range is redraw, but fewer than one draw in a million of {inner} falls between {min} and {max}; allowed are wider bounds, or clamp.");
        }

        _mean = new Lazy<double>(() => Moments.OfQuantiles(Quantile).Mean);
    }

    /// <inheritdoc/>
    public override double Mean => _mean.Value;

    /// <inheritdoc/>
    public override double Quantile(double p)
    {
        double value = _inner.Quantile(_outOfRange == OutOfRange.Redraw ? _low + (p * (_high - _low)) : p);
        return Math.Clamp(value, _min, _max);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string bounds = double.IsPositiveInfinity(_max) ? FormattableString.Invariant($"at least {_min}") : FormattableString.Invariant($"{_min} to {_max}");
        return $"{_inner}, {bounds} ({(_outOfRange == OutOfRange.Clamp ? "clamped" : "redrawn")})";
    }

    // Bisection on the quantile function: every distribution has one, few have a closed distribution function.
    private double ShareBelow(double bound)
    {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 52; i++)
        {
            double middle = (low + high) / 2;
            if (_inner.Quantile(middle) < bound)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high == 1 ? 1 : low;
    }
}
