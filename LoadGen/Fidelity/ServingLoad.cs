using System.Globalization;

namespace LoadGen.Fidelity;

/// <summary>How requests came in a published measurement: the columns <c>concurrency</c> and <c>qps</c>, of which a row has one.</summary>
public abstract record ServingLoad
{
    private ServingLoad()
    {
    }

    /// <summary>A number of clients, each sending its next request when the one before has ended.</summary>
    /// <param name="Clients">Requests in flight at any time, 1 and more.</param>
    public sealed record ClosedLoop(int Clients) : ServingLoad
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"concurrency {Clients}");
    }

    /// <summary><c>concurrency = max</c>: the throughput benchmark of an engine, which is handed all requests at once and runs as many as fit.</summary>
    public sealed record Saturated : ServingLoad
    {
        /// <inheritdoc/>
        public override string ToString() => "concurrency max";
    }

    /// <summary>Poisson arrivals.</summary>
    /// <param name="RequestsPerSecond">Mean rate, above 0.</param>
    public sealed record OpenLoop(double RequestsPerSecond) : ServingLoad
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RequestsPerSecond:0.###} requests/s");
    }

    /// <summary><c>qps = INF</c>: a server that is sent all requests at once.</summary>
    public sealed record Burst : ServingLoad
    {
        /// <inheritdoc/>
        public override string ToString() => "requests at once";
    }

    /// <summary>Reads the two columns.</summary>
    /// <param name="concurrency">A whole number of 1 and more, or <c>max</c>; empty with <paramref name="qps"/>.</param>
    /// <param name="qps">A number above 0, or <c>INF</c>; empty with <paramref name="concurrency"/>.</param>
    /// <param name="problem">What is wrong with them, as a sentence without its subject; empty if nothing is.</param>
    /// <returns>Null if something is.</returns>
    public static ServingLoad? Read(string concurrency, string qps, out string problem)
    {
        ArgumentNullException.ThrowIfNull(concurrency);
        ArgumentNullException.ThrowIfNull(qps);
        problem = "";
        switch (concurrency, qps)
        {
            case ("", ""):
                problem = "neither concurrency nor qps is given, so that the load is not known";
                return null;
            case (not "", not ""):
                problem = $"concurrency is '{concurrency}' and qps is '{qps}'; allowed is one of them";
                return null;
            case ("max", _):
                return new Saturated();
            case (_, "INF" or "inf"):
                return new Burst();
            case (_, ""):
                if (int.TryParse(concurrency, NumberStyles.None, CultureInfo.InvariantCulture, out int clients) && clients is >= 1 and <= MostClients)
                {
                    return new ClosedLoop(clients);
                }

                problem = $"concurrency is '{concurrency}'; allowed are max and whole numbers from 1 to {MostClients}";
                return null;
            default:
                if (double.TryParse(qps, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && double.IsFinite(rate) && rate >= LeastRate)
                {
                    return new OpenLoop(rate);
                }

                problem = string.Create(CultureInfo.InvariantCulture, $"qps is '{qps}'; allowed are INF and numbers of {LeastRate} and more");
                return null;
        }
    }

    // Bounds of what is simulated: a run has a bounded number of requests, and its clock a bounded range.
    private const int MostClients = 16_384;
    private const double LeastRate = 0.001;
}
