using System.CommandLine;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using LoadGen.Compare;
using LoadGen.Workloads;

namespace LoadGen.Cli;

/// <summary>What is compared under what load.</summary>
internal sealed class CompareOptions
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(300);

    private readonly Option<string> _presets = new("--presets", "-p") { Description = "Presets, separated by commas; the largest one's GPUs are also cut into smaller engines.", HelpName = "NAMES", DefaultValueFactory = _ => "seed-single,seed-tp8" };
    private readonly Option<string> _workload = new("--workload", "-w") { Description = $"Workload: {string.Join(", ", Workload.BuiltInNames)}, or a YAML file.", HelpName = "NAME|FILE", DefaultValueFactory = _ => "heavy" };
    private readonly Option<string> _rateScales = new("--rate-scale") { Description = "Factors on the workload's rates, separated by commas.", HelpName = "NUMBERS", DefaultValueFactory = _ => "1,0.25,0.05" };
    private readonly Option<TimeSpan?> _duration = QuantityOption.Duration("--duration", "Arrivals come in this window of model time. [300s]");
    private readonly Option<long> _seed = QuantityOption.WholeNumber("--seed", "First seed.", 1);
    private readonly Option<int> _runs = QuantityOption.CountingNumber("--runs", "Seeds, from --seed on.", 3);
    private readonly Option<string[]> _changes = PresetOptions.Changes();
    private readonly Option<bool> _noIntervals = PresetOptions.NoIntervals();

    /// <summary>Leaves out the live part.</summary>
    public Option<bool> SimulateOnly { get; } = new("--simulate-only") { Description = "Serves nothing." };

    /// <summary>How long the live part may take.</summary>
    public Option<TimeSpan?> LiveWall { get; } = QuantityOption.Duration("--live-wall", "Wall time for all live runs together, about; what is served, and how fast, is chosen to fit. [36s]");

    /// <summary>Leaves out the progress display.</summary>
    public Option<bool> NoLive { get; } = new("--no-live") { Description = "No progress display of the live runs." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Verb command)
    {
        command.Add("What is compared", _presets, _changes, _workload, _rateScales, _duration, _seed, _runs, _noIntervals);
        command.Add("Served for real", SimulateOnly, LiveWall);
    }

    /// <summary>The comparison asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="notes">Gets what the user should know of columns that can't be.</param>
    /// <exception cref="InvalidConfigurationException">Something of it is wrong.</exception>
    public Comparison Read(ParseResult result, ICollection<string> notes)
    {
        IReadOnlyDictionary<string, string> changes = PresetOptions.Read(result.GetValue(_changes)!);
        string[] presets = result.GetValue(_presets)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (presets.Length == 0)
        {
            throw new InvalidConfigurationException("--presets is empty; allowed are names that 'emulator presets list' shows, separated by commas.");
        }

        double[] rateScales = [.. result.GetValue(_rateScales)!.Split(',', StringSplitOptions.TrimEntries).Select(text => Quantity.PositiveNumber("--rate-scale", text)).Distinct().OrderDescending()];
        long seed = result.GetValue(_seed);
        return new Comparison(
            Contender.Of(presets, changes, notes),
            changes,
            Workload.Load(result.GetValue(_workload)!),
            result.GetValue(_duration) ?? DefaultDuration,
            rateScales,
            [.. Enumerable.Range(0, result.GetValue(_runs)).Select(run => seed + run)],
            !result.GetValue(_noIntervals));
    }
}
