using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator;
using Emulator.Cli;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace LoadGen.Cli;

/// <summary>The options by which a verb gets its schedule: generated from a workload, or read from a file.</summary>
internal sealed class ScheduleOptions
{
    private static readonly TimeSpan _defaultDuration = TimeSpan.FromSeconds(300);

    /// <summary>A built-in workload or a workload file.</summary>
    public Option<string?> Workload { get; } = new("--workload", "-w")
    {
        Description = $"Workload: {string.Join(", ", Workloads.Workload.BuiltInNames)}, or a YAML file.",
        HelpName = "NAME|FILE",
    };

    /// <summary>A schedule file instead of a workload.</summary>
    public Option<string?> Schedule { get; } = new("--schedule") { Description = "Schedule file (JSONL) instead of a workload.", HelpName = "FILE" };

    /// <summary>What the schedule is drawn from.</summary>
    public Option<long> Seed { get; } = QuantityOption.WholeNumber("--seed", "Seed of every draw.", 1);

    /// <summary>The window in which first turns arrive; null where the user gave none, which is 300 s for a workload and unknown for a file.</summary>
    public Option<TimeSpan?> Duration { get; } = QuantityOption.Duration("--duration", "First turns arrive in this window of model time: 300s, 500ms, 2m. [300s, or all of a schedule file]");

    /// <summary>Multiplies every rate.</summary>
    public Option<double> RateScale { get; } = QuantityOption.PositiveNumber("--rate-scale", "Multiplies every rate of the workload.", 1);

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Verb command) => command.Add("What is sent", Workload, Schedule, Seed, Duration, RateScale);

    /// <summary>The workload that was asked for; null where there is none.</summary>
    /// <exception cref="InvalidConfigurationException">It does not exist or is wrong.</exception>
    public Workload? ReadWorkload(ParseResult result) => result.GetValue(Workload) is string name ? Workloads.Workload.Load(name) : null;

    /// <summary>The schedule of exactly one of the two sources.</summary>
    /// <exception cref="InvalidConfigurationException">None or both are given, or the given one is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while the schedule was drawn.</exception>
    public LoadSchedule ReadSchedule(ParseResult result, CancellationToken cancellation = default)
    {
        bool both = result.GetValue(Workload) is not null && result.GetValue(Schedule) is not null;
        return both
            ? throw new InvalidConfigurationException("--workload and --schedule are both given; allowed is one of them.")
            : ReadSchedule(result, ReadWorkload(result), cancellation);
    }

    /// <summary>The schedule of exactly one of the two sources, drawn from <paramref name="seed"/>.</summary>
    /// <exception cref="InvalidConfigurationException">None or both are given, or the given one is wrong.</exception>
    public LoadSchedule ReadSchedule(ParseResult result, long seed) => result.GetValue(Schedule) is null && ReadWorkload(result) is Workload workload
        ? LoadSchedule.Generate(workload, seed, result.GetValue(Duration) ?? _defaultDuration, result.GetValue(RateScale))
        : ReadSchedule(result);

    /// <summary>The schedule file where one is given, else the schedule of <paramref name="workload"/>.</summary>
    /// <exception cref="InvalidConfigurationException">There is neither, or the given one is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while the schedule was drawn.</exception>
    public LoadSchedule ReadSchedule(ParseResult result, Workload? workload, CancellationToken cancellation = default)
    {
        if (result.GetValue(Schedule) is string path)
        {
            return IsGiven(result, Seed) ? throw new InvalidConfigurationException("--seed has no meaning with --schedule: the file is drawn already.")
                : workload is null && IsGiven(result, RateScale) ? throw new InvalidConfigurationException("--rate-scale has no meaning with --schedule: the file is drawn already.")
                : LoadSchedule.Read(path);
        }

        return workload is null
            ? throw new InvalidConfigurationException($"--workload is missing; allowed are {string.Join(", ", Workloads.Workload.BuiltInNames)} or a YAML file, or give --schedule FILE.")
            : LoadSchedule.Generate(workload, result.GetValue(Seed), result.GetValue(Duration) ?? _defaultDuration, result.GetValue(RateScale), cancellation);
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is OptionResult { Implicit: false };
}
