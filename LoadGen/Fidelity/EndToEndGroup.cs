using Emulator.Calibration;

namespace LoadGen.Fidelity;

/// <summary>Rows that share a line of the summary, and how far off the simulator is on them.</summary>
/// <param name="Name">What they have in common, in the words of the file.</param>
/// <param name="Rows">Rows of the group, usable or not.</param>
/// <param name="Own">Errors of the simulated values; null if none could be simulated.</param>
/// <param name="WithServerHost">The same with the host time of a vLLM server.</param>
/// <param name="Roofline">Errors of a plain roofline in the same simulations.</param>
/// <param name="Coverage">Share of the rows that lie in their 90 % interval; null where none has one.</param>
public sealed record EndToEndGroup(string Name, int Rows, ErrorSummary? Own, ErrorSummary? WithServerHost, ErrorSummary? Roofline, double? Coverage)
{
    /// <summary>The group of <paramref name="results"/>.</summary>
    public static EndToEndGroup Of(string name, IEnumerable<EndToEndResult> results)
    {
        EndToEndResult[] all = [.. results];
        return new EndToEndGroup(name, all.Length, Summary(all, result => result.Error), Summary(all, result => result.ErrorWithServerHost), Summary(all, result => result.RooflineError), CoverageOf(all));
    }

    /// <summary>A group for each metric and device.</summary>
    public static IReadOnlyList<EndToEndGroup> ByDevice(IEnumerable<EndToEndResult> results) => By(results, row => $"{row.Field("metric")}, {row.Deployment!.Gpu.Name}");

    /// <summary>A group for each metric, device, engine, model and tensor-parallel size.</summary>
    public static IReadOnlyList<EndToEndGroup> ByServer(IEnumerable<EndToEndResult> results) =>
        By(results, row => $"{row.Field("metric")}, {row.Deployment!.Gpu.Name}, {row.Deployment.Engine}, {row.Deployment.Model.Name} at tp {row.Deployment.TensorParallelSize}");

    private static EndToEndGroup[] By(IEnumerable<EndToEndResult> results, Func<EndToEndRow, string> name) =>
    [
        .. from result in results
           where result.Error is not null
           orderby result.Row.Metric
           group result by name(result.Row) into rows
           select Of(rows.Key, rows),
    ];

    private static ErrorSummary? Summary(IEnumerable<EndToEndResult> results, Func<EndToEndResult, double?> error) => ErrorSummary.Of(results.Select(error).OfType<double>());

    private static double? CoverageOf(EndToEndResult[] results)
    {
        bool[] inside = [.. results.Select(result => result.IsInside).OfType<bool>()];
        return inside.Length == 0 ? null : (double)inside.Count(one => one) / inside.Length;
    }
}
