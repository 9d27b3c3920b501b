using System.Diagnostics;

namespace Emulator.Prometheus;

/// <summary>
/// The HTTP door's traffic as vLLM's page has it, measured in wall time: by path, method and class of status. Paths that only watch over a
/// server, such as this page's own, are left out as there.
/// </summary>
internal sealed class HttpTraffic
{
    private static readonly string[] s_leftOut = ["/metrics", "/health", "/load", "/ping", "/version", "/server_info"];

    private static readonly MetricFamily s_requests = Family("http_requests", MetricKind.Counter, "HTTP requests by path, method and class of status.", "handler", "method", "status");
    private static readonly MetricFamily s_requestSize = Family("http_request_size_bytes", MetricKind.Summary, "Content length of HTTP requests by path; 0 where none was sent.", "handler");
    private static readonly MetricFamily s_responseSize = Family("http_response_size_bytes", MetricKind.Summary, "Content length of HTTP responses by path; 0 where none was sent.", "handler");
    private static readonly MetricFamily s_fineDuration = Family("http_request_duration_highr_seconds", MetricKind.Histogram, "Duration of HTTP requests, wall time, in fine buckets.") with
    {
        Bounds = _ => [.01, .025, .05, .075, .1, .25, .5, .75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 7.5, 10, 30, 60],
    };

    private static readonly MetricFamily s_duration = Family("http_request_duration_seconds", MetricKind.Histogram, "Duration of HTTP requests, wall time, by path and method.", "handler", "method") with { Bounds = _ => [.1, .5, 1] };

    private readonly Lock _gate = new();
    private readonly Dictionary<(MetricFamily Family, string Handler, string Method, string Status), Series> _series = [];

    public HttpTraffic() => HistogramOf(s_fineDuration, "", "");

    /// <summary>The metrics, in the order of vLLM's page.</summary>
    public static IReadOnlyList<MetricFamily> Families { get; } = [s_requests, s_requestSize, s_responseSize, s_fineDuration, s_duration];

    /// <summary>Measures a request; for the door's pipeline.</summary>
    public async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            // Any path that is not mapped is one series: whoever tries them all must not fill the page.
            string handler = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Replace("{**", "{", StringComparison.Ordinal) ?? "none";
            if (!s_leftOut.Any(path => handler.Contains(path, StringComparison.Ordinal)))
            {
                Count(context, handler, Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }
    }

    /// <summary>All series as they are now.</summary>
    public IReadOnlyList<Series> Read()
    {
        lock (_gate)
        {
            return [.. _series.Values.Select(series => series.Copy())];
        }
    }

    private void Count(HttpContext context, string handler, double seconds)
    {
        string method = context.Request.Method;
        string status = $"{context.Response.StatusCode / 100}xx";
        lock (_gate)
        {
            ((Value)SeriesOf(s_requests, handler, method, status, labels => new Value(s_requests, labels) { CreatedAt = Now })).Amount++;
            HistogramOf(s_requestSize, handler, "").Observe(context.Request.ContentLength ?? 0);
            HistogramOf(s_responseSize, handler, "").Observe(context.Response.ContentLength ?? 0);
            HistogramOf(s_fineDuration, "", "").Observe(seconds);
            HistogramOf(s_duration, handler, method).Observe(seconds);
        }
    }

    private static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;

    private Histogram HistogramOf(MetricFamily family, string handler, string method) =>
        (Histogram)SeriesOf(family, handler, method, "", labels => new Histogram(family, labels, family.Bounds?.Invoke(0) ?? []) { CreatedAt = Now });

    private Series SeriesOf(MetricFamily family, string handler, string method, string status, Func<Labels, Series> make)
    {
        (MetricFamily, string, string, string) key = (family, handler, method, status);
        if (!_series.TryGetValue(key, out Series? series))
        {
            (string Name, string Value)[] pairs = [("handler", handler), ("method", method), ("status", status)];
            _series.Add(key, series = make(new Labels(pairs.Where(pair => family.Labels.Contains(pair.Name)))));
        }

        return series;
    }

    private static MetricFamily Family(string name, MetricKind kind, string help, params string[] labels) => new(name, kind, help) { Labels = labels };
}
