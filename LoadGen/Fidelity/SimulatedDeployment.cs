using Emulator;
using Emulator.Calibration;
using Emulator.CostModel;
using Emulator.Hardware;

namespace LoadGen.Fidelity;

/// <summary>The simulated runs of one deployment.</summary>
internal sealed class SimulatedDeployment
{
    private ServingFigures? _own;
    private ServingFigures? _withServerHost;
    private ServingFigures? _roofline;
    private ServingFigures? _low;
    private ServingFigures? _high;
    private IReadOnlyList<string> _assumptions = [];
    private string? _problem;

    /// <summary>Simulates <paramref name="deployment"/> with the cost model and at both ends of its intervals, with a server's host time, and as a plain roofline.</summary>
    public static SimulatedDeployment Of(Deployment deployment, CancellationToken cancellation)
    {
        try
        {
            EngineSettings settings = MeasuredEngine.SettingsOf(deployment);
            MeasuredLoad load = MeasuredLoad.Of(deployment);
            ServingFigures own = ServingSimulation.Run(deployment, settings, load, deployment.Gpu, settings.Overhead, cancellation);
            bool judged = new StepCostModel(deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision, 0, 0).HasIntervals;
            return new SimulatedDeployment
            {
                _own = own,
                _withServerHost = settings.Overhead == HostOverhead.Fitted
                    ? own
                    : ServingSimulation.Run(deployment, settings, load, deployment.Gpu, HostOverhead.Fitted, cancellation),
                _roofline = ServingSimulation.Run(deployment, settings, load, PlainRoofline.Of(deployment.Gpu), HostOverhead.None, cancellation),
                _low = judged ? ServingSimulation.Run(deployment, settings, load, deployment.Gpu, settings.Overhead, cancellation, IntervalEnd.Low) : null,
                _high = judged ? ServingSimulation.Run(deployment, settings, load, deployment.Gpu, settings.Overhead, cancellation, IntervalEnd.High) : null,
                _assumptions = [.. settings.Assumptions, .. load.Assumptions],
            };
        }
        catch (InvalidConfigurationException problem)
        {
            return new SimulatedDeployment { _problem = problem.Message };
        }
    }

    /// <summary>What <paramref name="row"/>, which describes this deployment, asks for.</summary>
    public EndToEndResult ResultOf(EndToEndRow row)
    {
        if (row.Metric is not { } metric || _own is null)
        {
            return new EndToEndResult(row, null, null, null, 0, row.Assumptions, row.Problem ?? _problem);
        }

        double? predicted = _own.Of(metric);
        return new EndToEndResult(
            row,
            predicted,
            _withServerHost!.Of(metric),
            _roofline!.Of(metric),
            _own.Preemptions,
            [.. row.Assumptions, .. _assumptions],
            predicted is null ? "answers of one token have no time between tokens" : null)
        {
            // Shorter steps give more tokens a second.
            Low = EndOf(_low?.Of(metric), predicted, _high?.Of(metric), Math.Min),
            High = EndOf(_low?.Of(metric), predicted, _high?.Of(metric), Math.Max),
        };
    }

    private static double? EndOf(double? fast, double? own, double? slow, Func<double, double, double> choose) =>
        fast is { } a && own is { } b && slow is { } c ? choose(a, choose(b, c)) : null;
}
