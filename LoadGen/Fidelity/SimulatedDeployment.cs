using Emulator;
using Emulator.Calibration;
using Emulator.Hardware;

namespace LoadGen.Fidelity;

/// <summary>The simulated runs of one deployment.</summary>
internal sealed class SimulatedDeployment
{
    private ServingFigures? _own;
    private ServingFigures? _withServerHost;
    private ServingFigures? _roofline;
    private IReadOnlyList<string> _assumptions = [];
    private string? _problem;

    /// <summary>Simulates <paramref name="deployment"/> with the cost model, with a server's host time, and as a plain roofline.</summary>
    public static SimulatedDeployment Of(Deployment deployment, CancellationToken cancellation)
    {
        try
        {
            EngineSettings settings = MeasuredEngine.SettingsOf(deployment);
            MeasuredLoad load = MeasuredLoad.Of(deployment);
            ServingFigures own = ServingSimulation.Run(deployment, settings, load, deployment.Gpu, settings.Overhead, cancellation);
            return new SimulatedDeployment
            {
                _own = own,
                _withServerHost = settings.Overhead == HostOverhead.Fitted
                    ? own
                    : ServingSimulation.Run(deployment, settings, load, deployment.Gpu, HostOverhead.Fitted, cancellation),
                _roofline = ServingSimulation.Run(deployment, settings, load, PlainRoofline.Of(deployment.Gpu), HostOverhead.None, cancellation),
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
            predicted is null ? "answers of one token have no time between tokens" : null);
    }
}
