using System.Globalization;
using Emulator;
using Emulator.Configuration;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace LoadGen.Studies;

/// <summary>What a study is run on.</summary>
/// <param name="Server">The deployment, before the study varies it.</param>
/// <param name="Workload">The load.</param>
/// <param name="Duration">First turns arrive in this window of model time.</param>
/// <param name="RateScale">Multiplies every rate of the workload.</param>
/// <param name="Seed">What the schedule is drawn from.</param>
public sealed record StudySettings(ServerOptions Server, Workload Workload, TimeSpan Duration, double RateScale, long Seed)
{
    /// <summary>First turns per second, mean.</summary>
    public double RequestsPerSecond => RateScale * Workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond);

    /// <summary>The load.</summary>
    /// <param name="factor">Times the rate that was asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">Nothing arrives: there is nothing to study.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public LoadSchedule Schedule(double factor = 1, CancellationToken cancellation = default)
    {
        LoadSchedule schedule = LoadSchedule.Generate(Workload, Seed, Duration, RateScale * factor, cancellation);
        return schedule.Arrivals.Count > 0 ? schedule : throw new InvalidConfigurationException(
            $"workload {Workload.Name} sends nothing in {Figures.Duration(Duration)} at {Figures.Number(RequestsPerSecond * factor)} requests/s; allowed are loads with requests: take a longer --duration or a higher --rate-scale.");
    }

    /// <summary>Deployment and load in one line.</summary>
    public string Describe()
    {
        EngineSetup setup = EngineSetup.From(Server);
        string gpus = setup.Options.TensorParallelSize == 1 ? $"one {setup.Gpu.Name}" : string.Create(CultureInfo.InvariantCulture, $"{setup.Options.TensorParallelSize} {setup.Gpu.Name}");
        return $"{setup.Model.Name} on {gpus} (preset {Server.Preset}); workload {Workload.Name}, {Figures.Number(RequestsPerSecond)} requests/s for {Figures.Duration(Duration)}, seed {Seed.ToString(CultureInfo.InvariantCulture)}";
    }
}
