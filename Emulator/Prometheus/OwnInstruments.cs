using System.Diagnostics.Metrics;
using Emulator.Tracing;

namespace Emulator.Prometheus;

/// <summary>
/// Our own metrics for the page, from the instruments that OTLP exports too, named as OpenTelemetry's rules for Prometheus say: points are
/// underscores, seconds and ratios stand in the name. Their series also say which engine they are of.
/// </summary>
internal sealed class OwnInstruments : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(MetricFamily Family, Instrument Instrument, List<TaggedSeries> Series)> _instruments = [];
    private readonly MeterListener _listener = new();
    private readonly string _engine;

    /// <summary>Listens from now on.</summary>
    /// <param name="metrics">The instruments of one engine.</param>
    /// <param name="engine">Its number among the engines of its page, from 0.</param>
    public OwnInstruments(EngineMetrics metrics, int engine = 0)
    {
        _engine = engine.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other servers of the process have instruments of the same names.
            if (metrics.IsOwn(instrument))
            {
                List<TaggedSeries> series = [];
                _instruments.Add((FamilyOf(instrument), instrument, series));
                listener.EnableMeasurementEvents(instrument, series);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Record(instrument, value, tags, (List<TaggedSeries>)state!));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Record(instrument, value, tags, (List<TaggedSeries>)state!));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) => Record(instrument, value, tags, (List<TaggedSeries>)state!));
        _listener.Start();
    }

    /// <summary>The metrics, in the order of their making.</summary>
    public IReadOnlyList<MetricFamily> Families => [.. _instruments.Select(instrument => instrument.Family)];

    /// <summary>All series as they are now. From any thread.</summary>
    public IReadOnlyList<Series> Read()
    {
        _listener.RecordObservableInstruments();
        lock (_gate)
        {
            return [.. _instruments.SelectMany(instrument => instrument.Series).Select(tagged => tagged.Series.Copy())];
        }
    }

    /// <summary>Listens no more.</summary>
    public void Dispose() => _listener.Dispose();

    /// <summary>An instrument's metric on the page.</summary>
    internal static MetricFamily FamilyOf(Instrument instrument)
    {
        MetricKind kind = instrument switch
        {
            Counter<long> => MetricKind.Counter,
            Histogram<double> => MetricKind.Histogram,
            _ => MetricKind.Gauge,
        };
        string unit = instrument.Unit == "s" ? "_seconds" : instrument.Unit == "1" && !instrument.Name.EndsWith(".info", StringComparison.Ordinal) ? "_ratio" : "";
        return new MetricFamily(NameOf(instrument.Name) + unit, kind, $"{instrument.Description}.")
        {
            HasCreated = false,
            Bounds = instrument is Histogram<double> histogram ? _ => histogram.Advice!.HistogramBucketBoundaries! : null,
        };
    }

    private static string NameOf(string name) => name.Replace('.', '_');

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, List<TaggedSeries> all)
    {
        lock (_gate)
        {
            Series series = Find(instrument, tags, all);
            if (series is Histogram histogram)
            {
                histogram.Observe(value);
            }
            else
            {
                Value number = (Value)series;
                number.Amount = number.Family.Kind == MetricKind.Counter ? number.Amount + value : value;
            }
        }
    }

    // A search instead of a dictionary: there are a few dozen at most, and a key would have to be allocated for each measurement.
    private Series Find(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags, List<TaggedSeries> all)
    {
        foreach (TaggedSeries known in all)
        {
            if (known.Has(tags))
            {
                return known.Series;
            }
        }

        // Apart, since what a lambda captures is allocated at the beginning of its method.
        return Add(instrument, tags, all);
    }

    private Series Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags, List<TaggedSeries> all)
    {
        MetricFamily family = _instruments.First(own => own.Instrument == instrument).Family;
        Labels labels = new(tags.ToArray().Select(tag => (NameOf(tag.Key), tag.Value is bool flag ? flag ? "true" : "false" : Convert.ToString(tag.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "")).Append(("engine", _engine)));
        Series made = family.Kind == MetricKind.Histogram ? new Histogram(family, labels, family.Bounds!(0)) : new Value(family, labels);
        all.Add(new TaggedSeries(tags.ToArray(), made));
        return made;
    }
}
