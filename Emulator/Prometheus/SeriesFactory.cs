namespace Emulator.Prometheus;

/// <summary>Makes the series of one engine, all with its two labels, and keeps those that are recorded into.</summary>
/// <param name="model">The name under which its model is served.</param>
/// <param name="engine">Its number.</param>
/// <param name="maxModelLength">Most tokens of prompt and answer together.</param>
/// <param name="kept">Where they are kept.</param>
internal sealed class SeriesFactory(string model, int engine, int maxModelLength, List<Series> kept)
{
    private readonly double _createdAt = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>The engine's number as a label has it.</summary>
    public string Engine { get; } = engine.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A counter that is kept.</summary>
    public Value Value(MetricFamily family, params IEnumerable<(string Name, string Value)> further)
    {
        Value value = Loose(family, further);
        kept.Add(value);
        return value;
    }

    /// <summary>A number that is not kept.</summary>
    public Value Loose(MetricFamily family, params IEnumerable<(string Name, string Value)> further) => new(family, LabelsOf(family, further)) { CreatedAt = _createdAt };

    /// <summary>A histogram that is kept.</summary>
    public Histogram Histogram(MetricFamily family)
    {
        Histogram histogram = new(family, LabelsOf(family, []), family.Bounds!(maxModelLength)) { CreatedAt = _createdAt };
        kept.Add(histogram);
        return histogram;
    }

    private Labels LabelsOf(MetricFamily family, IEnumerable<(string Name, string Value)> further) =>
        new(further.Concat(new[] { (Name: "model_name", Value: model), (Name: "engine", Value: Engine) }.Where(pair => family.Labels.Contains(pair.Name))));
}
