using LoadGen.Workloads;

namespace LoadGen.Compare;

/// <summary>What is compared under what load.</summary>
/// <param name="Contenders">The columns.</param>
/// <param name="Changes">Changes to every preset, by option name.</param>
/// <param name="Workload">The load.</param>
/// <param name="Duration">Arrivals come in this window, model time.</param>
/// <param name="RateScales">Factors on the workload's rates, largest first.</param>
/// <param name="Seeds">Seeds of the schedules.</param>
/// <param name="Intervals">Whether figures get error bars where the cost model has intervals.</param>
public sealed record Comparison(
    IReadOnlyList<Contender> Contenders,
    IReadOnlyDictionary<string, string> Changes,
    Workload Workload,
    TimeSpan Duration,
    IReadOnlyList<double> RateScales,
    IReadOnlyList<long> Seeds,
    bool Intervals);
