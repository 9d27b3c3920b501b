using System.CommandLine;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Cli;

/// <summary>The options that every verb which runs a load has: what is sent, when the run ends, what of it counts.</summary>
internal sealed class RunOptions
{
    /// <summary>Where the schedule comes from.</summary>
    public ScheduleOptions Schedule { get; } = new();

    /// <summary>Repeats with following seeds.</summary>
    public Option<int> Runs { get; } = QuantityOption.CountingNumber("--runs", "Repeats with the seeds that follow --seed; reports mean and 95 % interval.", 1);

    /// <summary>Total timeout of a request.</summary>
    public Option<TimeSpan?> Timeout { get; } = RequestTimeout();

    /// <summary>Ends the run with the window.</summary>
    public Option<bool> CutAtWindow { get; } = new("--cut-at-window") { Description = "Ends with the window; what is in flight then is unfinished." };

    /// <summary>Bounds the wait after the window.</summary>
    public Option<TimeSpan?> DrainLimit { get; } = QuantityOption.Duration("--drain-limit", "Longest wait, after the window, for what is in flight. [until all has ended]");

    /// <summary>What is not measured at the start.</summary>
    public Option<string> Warmup { get; } = new("--warmup") { Description = "Arrivals not measured at the start: a time or a share, 30s or 10%.", HelpName = "TIME|SHARE", DefaultValueFactory = _ => "0" };

    /// <summary>What is not measured at the end.</summary>
    public Option<string> Cooldown { get; } = new("--cooldown") { Description = "Arrivals not measured at the end of the window: a time or a share.", HelpName = "TIME|SHARE", DefaultValueFactory = _ => "0" };

    /// <summary>Limits for goodput.</summary>
    public Option<string?> Slo { get; } = new("--slo") { Description = "Limits for goodput: ttft=500ms,tpot=50ms,e2e=10s.", HelpName = "LIMITS" };

    /// <summary>The share of arrivals that must meet the limits.</summary>
    public Option<double> SloAttainment { get; } = QuantityOption.PositiveNumber("--slo-attainment", "Share of arrivals that must meet --slo, else the exit code is 1.", 0.95);

    /// <summary>The total timeout of a request, for verbs that take it without the others.</summary>
    public static Option<TimeSpan?> RequestTimeout() => QuantityOption.Duration("--timeout", "Total timeout of a request, model time; can only shorten the server's. [the server's]");

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Verb command)
    {
        Schedule.AddTo(command);
        command.Add("When a run ends, and what of it counts", Runs, Timeout, CutAtWindow, DrainLimit, Warmup, Cooldown, Slo, SloAttainment);
    }

    /// <summary>The seeds of the runs.</summary>
    public IReadOnlyList<long> Seeds(ParseResult result)
    {
        int runs = result.GetValue(Runs);
        return runs > 1 && result.GetValue(Schedule.Schedule) is not null
            ? throw new InvalidConfigurationException($"--runs is {runs} with --schedule, whose file is drawn already; allowed is 1.")
            : [.. Enumerable.Range(0, runs).Select(run => result.GetValue(Schedule.Seed) + run)];
    }

    /// <summary>The window in which arrivals come: as asked, the default for a workload; null for a file, all of which is sent.</summary>
    /// <exception cref="InvalidConfigurationException">The end of the run is asked for by a window that nobody gave.</exception>
    public TimeSpan? Window(ParseResult result, LoadSchedule schedule)
    {
        TimeSpan? window = result.GetValue(Schedule.Duration) ?? schedule.Window;
        Option? needsWindow = result.GetValue(CutAtWindow) ? CutAtWindow : result.GetValue(DrainLimit) is not null ? DrainLimit : null;
        return window is null && needsWindow is not null
            ? throw new InvalidConfigurationException($"{needsWindow.Name} needs the end of the window, which a schedule file does not say; give --duration too.")
            : window;
    }

    /// <summary>The measured part of a window of <paramref name="duration"/>.</summary>
    public MeasurementWindow Measured(ParseResult result, TimeSpan duration) =>
        MeasurementWindow.Cut(duration, Part("--warmup", result.GetValue(Warmup)!, duration), Part("--cooldown", result.GetValue(Cooldown)!, duration));

    /// <summary>The limits asked for; null without.</summary>
    public Slo? ReadSlo(ParseResult result)
    {
        if (result.GetValue(Slo) is not string text)
        {
            return null;
        }

        Slo slo = new();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            TimeSpan limit = sides.Length == 2
                ? Quantity.PositiveDuration($"--slo {sides[0]}", sides[1])
                : throw new InvalidConfigurationException($"--slo is '{text}'; allowed are limits such as ttft=500ms,tpot=50ms,e2e=10s.");
            slo = sides[0] switch
            {
                "ttft" => slo with { Ttft = limit },
                "tpot" => slo with { Tpot = limit },
                "e2e" => slo with { E2e = limit },
                _ => throw new InvalidConfigurationException($"--slo names '{sides[0]}'; allowed are ttft, tpot and e2e."),
            };
        }

        return slo;
    }

    private static TimeSpan Part(string option, string text, TimeSpan duration) => text.EndsWith('%')
        ? duration * (Quantity.Number(option, text[..^1]) / 100)
        : Quantity.Duration(option, text);
}
