namespace LoadGen.Fidelity;

/// <summary>Runs every usable row of published end-to-end measurements through the whole simulator.</summary>
public static class EndToEndFidelity
{
    /// <summary>A result for each row, in the order of the file.</summary>
    /// <param name="rows">The rows, usable or not.</param>
    /// <param name="progress">Told after each measured server how many of how many are done; called from several threads, one at a time.</param>
    /// <param name="cancellation">Ends it early, by an exception.</param>
    /// <remarks>Each distinct deployment is simulated once, on all cores, and all its metrics are read from that run. The same rows give the same results.</remarks>
    public static IReadOnlyList<EndToEndResult> Run(IReadOnlyList<EndToEndRow> rows, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);

        // The longest first: what is left for the end is short, and no core waits for another.
        Deployment[] deployments = [.. rows.Select(row => row.Deployment).OfType<Deployment>().Distinct().OrderByDescending(Weight)];
        Dictionary<Deployment, SimulatedDeployment> done = [];
        Lock gate = new();
        ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(deployments, options, deployment =>
        {
            SimulatedDeployment simulated = SimulatedDeployment.Of(deployment, cancellation);
            lock (gate)
            {
                done.Add(deployment, simulated);
                progress?.Invoke(done.Count, deployments.Length);
            }
        });
        EndToEndResult[] results = [.. rows.Select(row => row.Deployment is { } deployment ? done[deployment].ResultOf(row) : Unusable(row))];
        return [.. results.Select(result => result with { Reason = result.Reason ?? KnownMiss.Of(result, results) })];
    }

    private static EndToEndResult Unusable(EndToEndRow row) => new(row, null, null, null, 0, row.Assumptions, row.Problem);

    private static long Weight(Deployment deployment) =>
        deployment.Load is ServingLoad.ClosedLoop loop ? (long)loop.Clients * deployment.OutputTokens : 1_000L * deployment.OutputTokens;
}
