using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>What measurements of one operation on one device say of its predictions: where they hold, and how far they reach. Does not allocate once a list has grown.</summary>
/// <remarks>A dimension that the catalogue entry gives no range is taken for covered.</remarks>
internal sealed class MeasuredOperation
{
    private readonly string _name;
    private readonly FitQuality? _fit;
    private readonly string[] _dimensions;
    private readonly MeasuredRange?[] _ranges;

    /// <param name="name">The operation and its number format: "linear bf16".</param>
    /// <param name="fit">How its coefficients were judged; null = they were not.</param>
    /// <param name="dimensions">Its dimensions by their names in the data.</param>
    public MeasuredOperation(string name, FitQuality? fit, params string[] dimensions)
    {
        (_name, _fit, _dimensions) = (name, fit, dimensions);
        _ranges = [.. dimensions.Select(dimension => fit?.Range.GetValueOrDefault(dimension))];
    }

    /// <summary>That nobody judged the coefficients, if so: nothing then says where they hold.</summary>
    public CoverageGap? Unjudged => _fit is null ? CoverageGap.Of($"{_name} (its coefficients name no measured range)") : null;

    /// <summary>Adds what of a call was not measured.</summary>
    /// <param name="values">The call's dimensions, in the order of the constructor.</param>
    /// <param name="gaps">What is added to.</param>
    public void Check(ReadOnlySpan<double> values, List<CoverageGap> gaps)
    {
        if (Unjudged is { } gap)
        {
            gaps.Add(gap);
        }

        for (int i = 0; i < values.Length; i++)
        {
            Check(_name, i, values[i], gaps);
        }
    }

    /// <summary>Adds a gap if a value is outside the measured range.</summary>
    /// <param name="call">What the operation is called here: "output head".</param>
    /// <param name="dimension">The dimension's place in the constructor's order.</param>
    /// <param name="value">Its value.</param>
    /// <param name="gaps">What is added to.</param>
    public void Check(string call, int dimension, double value, List<CoverageGap> gaps)
    {
        if (_ranges[dimension] is { } range && !range.Contains(value))
        {
            gaps.Add(new CoverageGap(call, _dimensions[dimension], value, range));
        }
    }

    /// <summary>The same where smaller values are no matter: they occur on every server.</summary>
    /// <inheritdoc cref="Check(string, int, double, List{CoverageGap})" path="/param"/>
    public void CheckMost(string call, int dimension, double value, List<CoverageGap> gaps)
    {
        if (_ranges[dimension] is { } range && value > range.To)
        {
            gaps.Add(new CoverageGap(call, _dimensions[dimension], value, range));
        }
    }

    /// <summary>Adds one gap if any of several values is outside the measured range: of the largest, else of the smallest.</summary>
    public void CheckSpan(string call, int dimension, double smallest, double largest, List<CoverageGap> gaps) =>
        Check(call, dimension, _ranges[dimension] is { } range && largest > range.To ? largest : smallest, gaps);

    /// <summary>The 90 % interval around a prediction; null if nobody judged the coefficients.</summary>
    public PredictionInterval? IntervalAround(double microseconds) =>
        _fit is null ? null : new PredictionInterval(microseconds * _fit.LowRatio, microseconds * _fit.HighRatio);
}
