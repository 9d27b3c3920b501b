using System.Globalization;
using Emulator;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Engine;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace LoadGen.Compare;

/// <summary>One column of a comparison: an emulated server, or several of them side by side.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Setup">The engine; each replica is one.</param>
/// <param name="Replicas">Independent engines, conversations round robin.</param>
/// <param name="IsPreset">Whether the user named it; else it is the same hardware as one that was named, cut differently.</param>
public sealed record Contender(string Name, EngineSetup Setup, int Replicas, bool IsPreset)
{
    /// <summary>GPUs in all.</summary>
    public int Gpus => Replicas * Setup.Options.TensorParallelSize;

    /// <summary>
    /// The presets, and between them the largest one's GPUs cut into more, smaller engines with the same scheduler and token budget: what
    /// tensor parallelism does shows only beside equal hardware.
    /// </summary>
    /// <param name="presets">Names or files, in the order asked for.</param>
    /// <param name="changes">Changes to every preset, by option name.</param>
    /// <param name="notes">Gets a sentence for every cut that can't be.</param>
    /// <exception cref="InvalidConfigurationException">A preset is unknown or does not work.</exception>
    public static IReadOnlyList<Contender> Of(IReadOnlyList<string> presets, IReadOnlyDictionary<string, string> changes, ICollection<string> notes)
    {
        ArgumentNullException.ThrowIfNull(presets);
        ArgumentNullException.ThrowIfNull(notes);
        List<Contender> named = [.. presets.Select(preset => new Contender(preset, EngineSetup.From(ServerOptions.FromPreset(preset, changes)), 1, IsPreset: true))];
        Contender largest = named.MaxBy(contender => contender.Gpus)!;
        if (named.GroupBy(contender => contender.Name).Any(group => group.Count() > 1))
        {
            throw new InvalidConfigurationException("--presets names one preset twice; allowed are different ones.");
        }

        List<Contender> cuts = [];
        for (int parallel = 1; parallel < largest.Gpus; parallel *= 2)
        {
            if (largest.Gpus % parallel == 0 && Cut(largest, parallel, changes, notes) is { } cut)
            {
                cuts.Add(cut);
            }
        }

        int place = named.IndexOf(largest);
        return [.. named[..place], .. cuts, .. named[place..]];
    }

    /// <summary>Simulation options for this contender.</summary>
    public SimulationOptions Options(TimeSpan window) => new() { Blueprint = Setup.Blueprint, Replicas = Replicas, Window = window };

    /// <summary>Simulates <paramref name="schedule"/> on it.</summary>
    internal SimulatedRun Simulate(LoadSchedule schedule, TimeSpan window, long seed, double rateScale, CancellationToken cancellation) =>
        SimulatedRun.Of(Name, Setup, schedule, Options(window), duration => Measure.MeasurementWindow.Cut(duration, TimeSpan.Zero, TimeSpan.Zero), seed, rateScale, cancellation: cancellation);

    /// <summary>The same with error bars, or with the reason why there are none.</summary>
    internal SimulatedRun SimulateWithIntervals(LoadSchedule schedule, TimeSpan window, long seed, double rateScale, CancellationToken cancellation) =>
        IntervalSimulation.Around(Setup.Blueprint, blueprint => PricedBy(blueprint).Simulate(schedule, window, seed, rateScale, cancellation));

    /// <summary>This contender with another blueprint of its engine.</summary>
    internal Contender PricedBy(EngineBlueprint blueprint) => this with { Setup = Setup with { Blueprint = blueprint } };

    private static Contender? Cut(Contender whole, int parallel, IReadOnlyDictionary<string, string> changes, ICollection<string> notes)
    {
        int replicas = whole.Gpus / parallel;
        string name = string.Create(CultureInfo.InvariantCulture, $"{replicas}xTP{parallel}");
        try
        {
            // The budget that the whole one has, so that only the cut differs; a target for its steps stays what it is.
            bool hasTarget = whole.Setup.Options.BudgetPolicy == BudgetPolicy.TargetStep;
            Dictionary<string, string> cut = new(changes)
            {
                ["tensor-parallel-size"] = parallel.ToString(CultureInfo.InvariantCulture),
                ["budget-policy"] = hasTarget ? "target-step" : "fixed",
                ["max-num-batched-tokens"] = whole.Setup.Blueprint.Scheduling.TokenBudget.ToString(CultureInfo.InvariantCulture),
            };
            return new Contender(name, EngineSetup.From(ServerOptions.FromPreset(whole.Name, cut)), replicas, IsPreset: false);
        }
        catch (InvalidConfigurationException problem)
        {
            notes.Add($"{name} is left out: {problem.Message}");
            return null;
        }
    }
}
