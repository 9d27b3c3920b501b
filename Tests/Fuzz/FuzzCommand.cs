using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using Tests.Fuzz.Targets;

namespace Tests.Fuzz;

/// <summary>Runs targets, or shows one case.</summary>
internal sealed class FuzzCommand(TextWriter output, TextWriter error)
{
    private const int MostShown = 2_000;
    private const long UsualCases = 20_000;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error) =>
        Invocation.RunAsync(new FuzzCommand(output, error).Root(), args, output, error);

    private RootCommand Root()
    {
        Option<string?> target = new("--target") { HelpName = "NAME", Description = $"The parser to test: {string.Join(", ", AllTargets.All.Select(one => one.Name))}. [all, one after the other]" };
        Option<string> seed = new("--seed") { HelpName = "SEED", Description = "What the inputs are drawn from. [1]", DefaultValueFactory = _ => "1" };
        Option<string?> cases = new("--cases") { HelpName = "N", Description = $"How many inputs each target reads. [{UsualCases}]" };
        Option<string?> duration = new("--for") { HelpName = "TIME", Description = "How long each target reads: 1h, 90s. [until the cases are over]" };
        Option<string?> number = new("--case") { HelpName = "N", Description = "Reads this input alone, and prints it." };
        RootCommand root = new("The parsers on inputs that were good and have been changed: each is read, or refused in a sentence.") { target, seed, cases, duration, number };
        root.SetAction((result, cancellation) =>
        {
            IReadOnlyList<FuzzTarget> targets = Named(result.GetValue(target));
            ulong from = (ulong)Quantity.Count("--seed", result.GetValue(seed)!);
            if (result.GetValue(number) is { } one)
            {
                return Task.FromResult(targets.Count == 1
                    ? Show(new FuzzCase(targets[0], from, Quantity.Count("--case", one)))
                    : throw new InvalidConfigurationException("--case is given without --target; a case is one of a target."));
            }

            TimeSpan time = result.GetValue(duration) is { } text ? Quantity.PositiveDuration("--for", text) : Timeout.InfiniteTimeSpan;
            long count = result.GetValue(cases) is { } given ? Quantity.Count("--cases", given) : time == Timeout.InfiniteTimeSpan ? UsualCases : long.MaxValue;
            return Task.FromResult(Run(targets, from, count, time, cancellation));
        });
        return root;
    }

    private static IReadOnlyList<FuzzTarget> Named(string? name) => name is null ? AllTargets.All
        : AllTargets.All.FirstOrDefault(target => target.Name == name) is { } one ? [one]
        : throw new InvalidConfigurationException($"--target is '{name}'{NearestName.HintOrAllowed(name, [.. AllTargets.All.Select(target => target.Name)])}");

    private int Show(FuzzCase one)
    {
        byte[] input = one.Input();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Target.Name}, seed {one.Seed}, case {one.Number}: {input.Length} bytes"));
        output.WriteLine(PlainText.Of(Encoding.UTF8.GetString(input.AsSpan(0, Math.Min(input.Length, MostShown)))));

        // Before it is read: a parser that runs out of stack ends the process.
        output.Flush();
        FuzzVerdict verdict = one.Run();
        output.WriteLine(verdict.Violation is { } violation ? $"VIOLATED: {violation}" : verdict.Refusal is { } refusal ? $"refused: {refusal}" : "taken");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict.Elapsed.TotalMilliseconds:0.0} ms, {verdict.Allocated / 1024.0:0} KiB"));
        return verdict.Violation is null ? ExitCode.Done : ExitCode.ThresholdFailed;
    }

    private int Run(IReadOnlyList<FuzzTarget> targets, ulong seed, long count, TimeSpan duration, CancellationToken cancellation)
    {
        bool failed = false;
        foreach (FuzzTarget target in targets)
        {
            if (cancellation.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }

            failed |= !RunOne(new FuzzRun(target, seed), count, duration, cancellation);
        }

        return failed ? ExitCode.ThresholdFailed : cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private bool RunOne(FuzzRun run, long count, TimeSpan duration, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(duration);
        Stopwatch wall = Stopwatch.StartNew();
        using (new Timer(_ => error.WriteLine(UnderWay(run, wall.Elapsed)), null, s_progress, s_progress))
        {
            run.Run(count, s_longest, end.Token);
        }

        output.WriteLine(Progress(run, wall.Elapsed));
        foreach (FuzzVerdict verdict in run.Failed.Take(10))
        {
            output.WriteLine($"  case {verdict.Case.Number}: {verdict.Violation!.ReplaceLineEndings("\n    ")}");
            output.WriteLine($"  {verdict.Case.Command}");
        }

        return run.Failed.Count == 0;
    }

    private static string UnderWay(FuzzRun run, TimeSpan elapsed) => Progress(run, elapsed)
        + (run.Slowest is { } slowest && slowest.Elapsed > s_longest ? string.Create(CultureInfo.InvariantCulture, $"; case {slowest.Case.Number} has been read for {slowest.Elapsed.TotalSeconds:0} s") : "");

    private static string Progress(FuzzRun run, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Target.Name}: {run.Cases} cases in {elapsed.TotalSeconds:0.0} s ({run.Cases / elapsed.TotalSeconds:0} a second), {run.Taken} taken, the others refused in {run.Refusals} ways: {run.Failed.Count} failed");
}
