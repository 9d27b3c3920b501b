using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;

namespace Tests.Simulation;

/// <summary>Runs seeds, or one of them with its journal.</summary>
internal sealed class SimulationCommand(TextWriter output, TextWriter error)
{
    private const int LastLines = 25;

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error) =>
        Invocation.RunAsync(new SimulationCommand(output, error).Root(), args, output, error);

    private RootCommand Root()
    {
        Option<long?> seeds = Number<long>("--seeds", "N", "How many seeds to run. [10000]", least: 1);
        Option<ulong?> first = Number<ulong>("--first", "SEED", "The first of them. [1]", least: 0);
        Option<ulong?> seed = Number<ulong>("--seed", "SEED", "Runs this one alone and prints its journal.", least: 0);
        Option<string?> duration = new("--for") { HelpName = "TIME", Description = "Goes on with seeds until the time is over: 1h, 90s." };
        RootCommand root = new("The engine under faults, on virtual time: every seed is a server, its clients and what goes wrong.") { seeds, first, seed, duration };
        root.SetAction((result, cancellation) =>
        {
            RefuseTogether(result, seed, seeds, first, duration);
            RefuseTogether(result, duration, seeds);
            ulong from = result.GetValue(first) ?? 1;
            return Task.FromResult(
                result.GetValue(seed) is { } one ? Show(one)
                : result.GetValue(duration) is { } text ? Run(from, long.MaxValue / 2, Quantity.PositiveDuration("--for", text), cancellation)
                : Run(from, result.GetValue(seeds) ?? 10_000, Timeout.InfiniteTimeSpan, cancellation));
        });
        return root;
    }

    private static Option<T?> Number<T>(string name, string value, string description, T least)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = given =>
            {
                if (T.TryParse(given.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T number) && number >= least)
                {
                    return number;
                }

                // System.CommandLine wants errors added, not thrown.
                given.AddError($"{name} is '{given.Tokens[0].Value}'; allowed are whole numbers of {least} and more.");
                return null;
            },
        };

    private static void RefuseTogether(ParseResult result, Option one, params Option[] others)
    {
        if (IsGiven(one) && others.FirstOrDefault(IsGiven) is { } other)
        {
            throw new InvalidConfigurationException($"{one.Name} and {other.Name} are both given; allowed is one of them.");
        }

        bool IsGiven(Option option) => result.GetResult(option) is OptionResult { Implicit: false };
    }

    private int Show(ulong seed)
    {
        (World world, string? violation) = World.Run(seed, keepsJournal: true);
        output.WriteLine(ScenarioText.Of(new Scenario(seed)));
        foreach (string line in world.Journal.Lines)
        {
            output.WriteLine(line);
        }

        output.WriteLine(violation is null
            ? string.Create(CultureInfo.InvariantCulture, $"seed {seed}: everything held, {world.Steps} steps, plans {world.PlanHash}")
            : $"seed {seed}: VIOLATED: {violation}");
        return violation is null ? ExitCode.Done : ExitCode.ThresholdFailed;
    }

    private int Run(ulong first, long count, TimeSpan duration, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(duration);
        Campaign campaign = new();
        Stopwatch wall = Stopwatch.StartNew();
        using (new Timer(_ => error.WriteLine(Progress(campaign, wall.Elapsed)), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)))
        {
            campaign.Run(first, count, end.Token);
        }

        output.WriteLine(Progress(campaign, wall.Elapsed));
        foreach (Verdict failed in campaign.Failed.Take(10))
        {
            output.WriteLine($"seed {failed.Seed}: VIOLATED: {failed.Violation}");
            output.WriteLine($"  {failed.Command}");
        }

        if (campaign.Failed is [var worst, ..])
        {
            output.WriteLine($"The last lines of seed {worst.Seed}:");
            foreach (string line in World.Run(worst.Seed, keepsJournal: true).World.Journal.Lines.TakeLast(LastLines))
            {
                output.WriteLine($"  {line}");
            }
        }

        return campaign.Failed.Count > 0 ? ExitCode.ThresholdFailed : cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static string Progress(Campaign campaign, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{campaign.Seeds} seeds, {campaign.Steps} steps in {elapsed.TotalSeconds:0.0} s ({campaign.Seeds / elapsed.TotalSeconds:0} seeds/s): {campaign.Failed.Count} failed");
}
