namespace Emulator.Prometheus;

/// <summary>The page <c>/metrics</c> of one or several engines: the process, vLLM's metrics, the HTTP door, and then our own.</summary>
/// <param name="engines">The engines' figures, in the order of their numbers.</param>
/// <param name="instruments">Our own metrics of the same engines.</param>
/// <param name="http">The door's traffic.</param>
/// <param name="showsHidden">Whether old names are shown too.</param>
internal sealed class MetricsPage(IReadOnlyList<EngineRecorder> engines, IReadOnlyList<OwnInstruments> instruments, HttpTraffic http, bool showsHidden)
{
    /// <summary>As Python's client says it.</summary>
    public const string ContentType = "text/plain; version=1.0.0; charset=utf-8";

    /// <summary>Maps the page.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", () => Results.Text(ToString(), ContentType));

    /// <summary>The page as it is now.</summary>
    public override string ToString()
    {
        PageText text = new();
        Write(text, ProcessFigures.Families, [.. ProcessFigures.Read()]);
        Series[] figures = [.. engines.SelectMany(engine => engine.Read())];
        Write(text, VllmMetrics.All, figures);
        if (showsHidden)
        {
            Write(text, VllmMetrics.Hidden.Select(hidden => hidden.Old), [.. VllmMetrics.Hidden.SelectMany(hidden => figures.Where(series => series.Family == hidden.Now).Select(series => series.As(hidden.Old)))]);
        }

        Write(text, HttpTraffic.Families, http.Read());
        Write(text, instruments.SelectMany(own => own.Families).DistinctBy(family => family.Name), [.. instruments.SelectMany(own => own.Read())]);
        return text.ToString();
    }

    private static void Write(PageText text, IEnumerable<MetricFamily> families, IReadOnlyList<Series> series)
    {
        ILookup<string, Series> byName = series.ToLookup(one => one.Family.Name);
        foreach (MetricFamily family in families)
        {
            text.Write(family, [.. byName[family.Name]]);
        }
    }
}
