using System.Globalization;

namespace LoadGen.Report;

/// <summary>A measured median beside the simulated one, in seconds of model time.</summary>
/// <param name="Metric">ttft, tpot or e2e.</param>
/// <param name="Side">Who measured: <c>server</c> (its own clock, no network) or <c>client</c>.</param>
/// <param name="Requests">Completed requests behind the median.</param>
/// <param name="Simulated">Of the same schedule in virtual time.</param>
/// <param name="Measured">Of the live run.</param>
/// <param name="Low">Lower end of the measured median's 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Allowed">How far both may be apart.</param>
/// <param name="Agrees">The verdict; null when there were too few requests for one, or the host did not keep up.</param>
public sealed record MedianCheck(string Metric, string Side, int Requests, double Simulated, double Measured, double Low, double High, double Allowed, bool? Agrees)
{
    /// <summary>Requests below which an interval is printed instead of a verdict.</summary>
    public const int RequestsForVerdict = 200;

    private const double ServerTolerance = 0.01;
    private const double ClientTolerance = 0.03;
    private const double ClientToleranceWallSeconds = 0.005;

    /// <summary>Compares two sets of values; null when either is empty.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="onServer">Whether the server measured.</param>
    /// <param name="simulated">Of each completed request.</param>
    /// <param name="measured">Of each completed request.</param>
    /// <param name="timeScale">Wall seconds per model second.</param>
    /// <param name="keptUp">Whether the host was on time.</param>
    public static MedianCheck? Of(string metric, bool onServer, IEnumerable<TimeSpan?> simulated, IEnumerable<TimeSpan?> measured, double timeScale, bool keptUp)
    {
        double[] expected = Sorted(simulated);
        double[] actual = Sorted(measured);
        if (expected.Length == 0 || actual.Length == 0)
        {
            return null;
        }

        // The interval of a median by order statistics: its rank is binomial, n/2 ± 1.96·√n/2.
        double spread = 0.98 * Math.Sqrt(actual.Length);
        int low = Math.Max(0, (int)Math.Floor((actual.Length / 2.0) - spread));
        int high = Math.Min(actual.Length - 1, (int)Math.Ceiling((actual.Length / 2.0) + spread));
        double middle = Median(expected);
        double allowed = onServer ? ServerTolerance * middle : Math.Max(ClientTolerance * middle, timeScale > 0 ? ClientToleranceWallSeconds / timeScale : 0);
        bool? agrees = actual.Length >= RequestsForVerdict && keptUp ? Math.Abs(Median(actual) - middle) <= allowed : null;
        return new MedianCheck(metric, onServer ? "server" : "client", actual.Length, middle, Median(actual), actual[low], actual[high], allowed, agrees);
    }

    /// <summary>The verdict for people; without one, what is known of the median. A difference is told in wall time too: at a small time scale, a network's delay is large in model time.</summary>
    /// <param name="timeScale">Wall seconds per model second; null or 0 = model time is all there is.</param>
    internal string VerdictText(double? timeScale)
    {
        double relative = Simulated == 0 ? 0 : (Measured - Simulated) / Simulated;
        string off = string.Create(CultureInfo.InvariantCulture, $"{relative * 100:+0.0;-0.0;0.0} %");
        return Agrees switch
        {
            true => $"{off} agrees",
            false when timeScale > 0 => $"{off} differs ({Figures.Seconds(Math.Abs(Measured - Simulated) * timeScale)} wall)",
            false => $"{off} differs",
            null => $"95 %: {Figures.Seconds(Low)} to {Figures.Seconds(High)}",
        };
    }

    private static double[] Sorted(IEnumerable<TimeSpan?> values) => [.. values.OfType<TimeSpan>().Select(value => value.TotalSeconds).Order()];

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
