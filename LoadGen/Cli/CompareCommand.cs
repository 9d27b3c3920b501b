using System.CommandLine;
using Emulator.Cli;
using Emulator.Hardware;
using LoadGen.Compare;
using LoadGen.Report;
using LoadGen.Report.Terminal;
using Spectre.Console;

namespace LoadGen.Cli;

/// <summary><c>compare</c>: the main job. Simulates presets and equal hardware cut differently, serves the presets for real, and says what it means.</summary>
internal static class CompareCommand
{
    private static readonly TimeSpan LiveWall = TimeSpan.FromSeconds(36);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        CompareOptions options = new();
        OutputOptions output = new();
        Verb command = new("compare", "Compares emulated servers under one load: simulated, then served over real gRPC.", "loadgen compare --presets seed-single,seed-tp8 --workload heavy --out report") { Remarks = ArgumentSources.Remarks };
        options.AddTo(command);
        output.AddTo(command);
        command.Add("Results", options.NoLive);
        command.SetAction(async (result, cancellation) =>
        {
            output.Check(result);
            List<string> notes = [];
            Comparison comparison = options.Read(result, notes);
            IAnsiConsole console = ReportConsole.For(result.InvocationConfiguration.Output);
            bool tables = !output.TakesStandardOutput(result);
            TextWriter error = result.InvocationConfiguration.Error;
            TextWriter progress = result.GetValue(output.Quiet) ? TextWriter.Null : error;
            List<ComparedRequest> requests = [];
            foreach (Gpu gpu in comparison.Contenders.Select(contender => contender.Setup.Gpu).DistinctBy(gpu => gpu.Name))
            {
                output.Warn(result, GpuCatalogue.Warning(gpu));
            }

            foreach (string note in CoverageNotes(comparison.Contenders))
            {
                output.Warn(result, note);
            }

            CompareReport report = Simulate(comparison, progress, cancellation) with { Devices = Devices(comparison.Contenders) };
            double requestsPerSecond = comparison.Workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond);
            if (tables && report.Runs.Count > 0)
            {
                Headline(console, report, comparison, notes);
                CompareSummary.Write(console, report, requestsPerSecond);
            }

            if (!cancellation.IsCancellationRequested && !result.GetValue(options.SimulateOnly))
            {
                report = await ServeAsync(comparison, result.GetValue(options.LiveWall) ?? LiveWall, report, requests, tables ? console : null, progress, !result.GetValue(output.Quiet) && !result.GetValue(options.NoLive), cancellation);
            }

            report = report with { Sentences = Conclusions.Of(report, comparison.Contenders, requestsPerSecond), Partial = report.Partial || cancellation.IsCancellationRequested };
            if (tables)
            {
                if (report.Partial)
                {
                    console.MarkupLine($"[bold yellow]Partial: interrupted{(report.Runs.Count > 0 ? "; what was measured until then stands above" : " before anything was measured")}.[/]");
                }

                if (report.Runs.Count > 0)
                {
                    CompareGlance.Write(console, report);
                }

                foreach (string sentence in report.Sentences)
                {
                    console.WriteLine($"- {sentence}");
                }
            }

            output.Write(result, report, requests);
            return cancellation.IsCancellationRequested ? ExitCode.Interrupted
                : report.Served.Any(served => !served.ReplayIdentical) ? ExitCode.ThresholdFailed : ExitCode.Done;
        });
        return command;
    }

    private static CompareReport Simulate(Comparison comparison, TextWriter progress, CancellationToken cancellation)
    {
        SimulationMatrix matrix = new(comparison.Contenders, comparison.Workload, comparison.Duration, comparison.RateScales, comparison.Seeds, comparison.Intervals);
        CapacitySearch search = new(comparison.Workload, comparison.Duration, comparison.Seeds[0]);
        int all = matrix.Size + comparison.Contenders.Count;
        int done = 0;
        string ends = comparison.Intervals && comparison.Contenders.Any(contender => contender.Setup.Blueprint.HasIntervals) ? ", those with error bars three times" : string.Empty;
        progress.WriteLine(FormattableString.Invariant($"simulating {all} runs of {comparison.Duration.TotalSeconds:F0} s of arrivals, drained{ends} ..."));
        IReadOnlyList<RunReport> runs = matrix.Run(Done, cancellation);
        CapacityReport?[] capacity = new CapacityReport?[comparison.Contenders.Count];
        Parallel.For(0, capacity.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            capacity[i] = comparison.Intervals ? search.FindWithInterval(comparison.Contenders[i], cancellation) : search.Find(comparison.Contenders[i], cancellation);
            Done();
        });
        return runs.Count == 0
            ? new CompareReport { Workload = comparison.Workload.Name, Duration = comparison.Duration, Partial = true }
            : CompareReport.Of(runs) with { Capacity = [.. capacity.OfType<CapacityReport>()], Partial = runs.Count < matrix.Size };

        void Done()
        {
            int now = Interlocked.Increment(ref done);
            if (now % 10 == 0 || now == all)
            {
                progress.WriteLine(FormattableString.Invariant($"  {now} of {all} done"));
            }
        }
    }

    private static async Task<CompareReport> ServeAsync(
        Comparison comparison, TimeSpan wall, CompareReport report, List<ComparedRequest> requests, IAnsiConsole? console, TextWriter progress, bool live, CancellationToken cancellation)
    {
        Contender[] presets = [.. comparison.Contenders.Where(contender => contender.IsPreset)];
        ServedPlan? plan = ServedPlan.Choose(presets, comparison.Workload, comparison.Seeds[0], wall, cancellation);
        if (plan is null)
        {
            return report;
        }

        console?.WriteLine($"Served over real gRPC, in this process, open loop: {plan.Reason}.");
        List<ServedReport> served = [];
        try
        {
            foreach (Contender contender in presets)
            {
                ServedReport one = await new ServedCheck(contender, plan).RunAsync(
                    comparison.Changes,
                    (run, task) => LiveDisplay.ShowAsync(contender.Name, run, task, plan.Window, progress, live),
                    requests,
                    cancellation);
                served.Add(one);
                if (console is not null)
                {
                    ServedTable.Write(console, one);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return report.With(served) with { Partial = true };
        }

        foreach (ServedReport one in served.Where(one => one.LongPrompt is not null))
        {
            console?.WriteLine($"{ServedReport.LongPromptTokens:N0}-token prompt on {one.Configuration}: {one.LongPrompt}");
        }

        console?.WriteLine();
        return report.With(served);
    }

    private static void Headline(IAnsiConsole console, CompareReport report, Comparison comparison, List<string> notes)
    {
        foreach (string line in report.Devices.Concat(CoverageNotes(comparison.Contenders)).Concat(notes))
        {
            console.WriteLine(line);
        }

        string seeds = comparison.Seeds.Count == 1 ? "one seed" : FormattableString.Invariant($"{comparison.Seeds.Count} seeds: mean ± half the 95 % interval");
        console.WriteLine(FormattableString.Invariant($"{report.Workload}: {comparison.Duration.TotalSeconds:F0} s of arrivals, drained; the same schedule for all; {seeds}; durations are model time, rates to the last answer"));
        console.WriteLine();
    }

    // Contenders that share a note are told together.
    private static IEnumerable<string> CoverageNotes(IReadOnlyList<Contender> contenders) => contenders
        .Where(contender => contender.Setup.CoverageNote is not null)
        .GroupBy(contender => contender.Setup.CoverageNote)
        .Select(group => $"{string.Join(", ", group.Select(contender => contender.Name))}: {group.Key}");

    private static IReadOnlyList<string> Devices(IReadOnlyList<Contender> contenders) =>
        [.. contenders.Select(contender => contender.Setup.Gpu).DistinctBy(gpu => gpu.Name).Select(gpu => $"device {GpuCatalogue.Describe(gpu)}")];
}
