using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;

namespace Tests.Simulation;

/// <summary>Runs seeds, or one of them with its journal.</summary>
internal static class Program
{
    private const int LastLines = 25;

    private static async Task<int> Main(string[] args)
    {
        Option<long> seeds = new("--seeds") { HelpName = "N", Description = "How many seeds to run.", DefaultValueFactory = _ => 10_000 };
        Option<ulong> first = new("--first") { HelpName = "SEED", Description = "The first of them.", DefaultValueFactory = _ => 1 };
        Option<ulong?> seed = new("--seed") { HelpName = "SEED", Description = "Runs this one alone and prints its journal." };
        Option<string?> duration = new("--for") { HelpName = "TIME", Description = "Goes on with seeds until the time is over: 1h, 90s." };
        RootCommand root = new("The engine under faults, on virtual time: every seed is a server, its clients and what goes wrong.") { seeds, first, seed, duration };
        root.SetAction((result, cancellation) => Task.FromResult(
            result.GetValue(seed) is { } one ? Show(one)
            : result.GetValue(duration) is { } text ? RunFor(Quantity.PositiveDuration("--for", text), result.GetValue(first), cancellation)
            : result.GetValue(seeds) is > 0 and long count ? Run(result.GetValue(first), count, Timeout.InfiniteTimeSpan, cancellation)
            : throw new InvalidConfigurationException($"--seeds is {result.GetValue(seeds)}; allowed are 1 and more.")));
        try
        {
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                WrongUsage.Report(parsed, Console.Error);
                return ExitCode.BadUsage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InvalidConfigurationException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return ExitCode.BadUsage;
        }
    }

    private static int Show(ulong seed)
    {
        (World world, string? violation) = World.Run(seed, keepsJournal: true);
        Console.WriteLine(ScenarioText.Of(new Scenario(seed)));
        foreach (string line in world.Journal.Lines)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(violation is null
            ? string.Create(CultureInfo.InvariantCulture, $"seed {seed}: everything held, {world.Steps} steps, plans {world.PlanHash}")
            : $"seed {seed}: VIOLATED: {violation}");
        return violation is null ? ExitCode.Done : ExitCode.ThresholdFailed;
    }

    private static int RunFor(TimeSpan duration, ulong first, CancellationToken cancellation) => Run(first, long.MaxValue / 2, duration, cancellation);

    private static int Run(ulong first, long count, TimeSpan duration, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(duration);
        Campaign campaign = new();
        Stopwatch wall = Stopwatch.StartNew();
        using (new Timer(_ => Console.Error.WriteLine(Progress(campaign, wall.Elapsed)), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)))
        {
            campaign.Run(first, count, end.Token);
        }

        Console.WriteLine(Progress(campaign, wall.Elapsed));
        foreach (Verdict failed in campaign.Failed.Take(10))
        {
            Console.WriteLine($"seed {failed.Seed}: VIOLATED: {failed.Violation}");
            Console.WriteLine($"  {failed.Command}");
        }

        if (campaign.Failed is [var worst, ..])
        {
            Console.WriteLine($"The last lines of seed {worst.Seed}:");
            foreach (string line in World.Run(worst.Seed, keepsJournal: true).World.Journal.Lines.TakeLast(LastLines))
            {
                Console.WriteLine($"  {line}");
            }
        }

        return campaign.Failed.Count > 0 ? ExitCode.ThresholdFailed : cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static string Progress(Campaign campaign, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{campaign.Seeds} seeds, {campaign.Steps} steps in {elapsed.TotalSeconds:0.0} s ({campaign.Seeds / elapsed.TotalSeconds:0} seeds/s): {campaign.Failed.Count} failed");
}
