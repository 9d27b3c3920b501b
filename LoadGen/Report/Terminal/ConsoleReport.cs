using LoadGen.Measure;
using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>A run as text: what ended how, rates, latencies, engine, host. Readable from 80 columns.</summary>
public static class ConsoleReport
{
    /// <summary>Writes the report of <paramref name="run"/>.</summary>
    public static void Write(IAnsiConsole console, RunReport run)
    {
        if (Limits.Of(run) is string limit)
        {
            console.MarkupLine($"[bold yellow]{Markup.Escape(char.ToUpperInvariant(limit[0]) + limit[1..])}[/]");
        }

        if (run.Partial)
        {
            string cause = run.PartialReason == PartialReason.TargetLost ? "the target was lost" : "the run was interrupted";
            console.MarkupLine($"[bold yellow]Partial: {cause}; what was measured until then follows.[/]");
        }

        console.MarkupLine($"[bold]{Markup.Escape(run.Workload)} on {Markup.Escape(run.DisplayName)}[/]{Markup.Escape(Circumstances(run))}");
        if (run.Device is DeviceReport device)
        {
            console.WriteLine(run.Engine?.ConstantLatency is string latency ? $"constant latency, {latency}: {device.Name} gives memory, not time" : device.Text());
        }

        console.WriteLine(
            $"window: arrivals due from {Figures.Duration(run.Window.From)} to {Figures.Duration(run.Window.To)}, {Figures.Count(run.Window.Excluded)} arrivals outside it");
        console.WriteLine();

        Outcomes(run).Write(console);
        if (run.Balance is Balance balance)
        {
            console.WriteLine(balance.ServerText());
            console.WriteLine(balance.ClientText());
            console.WriteLine();
        }

        Rates(run).Write(console);
        Latencies(run.Latency).Write(console);
        IntervalTable.Write(console, run);
        if (run.Engine is EngineReport engine)
        {
            Engine(engine).Write(console);
        }

        Host(console, run.Host);
    }

    private static string Circumstances(RunReport run) =>
        (run.Kind == ReportKind.Simulate ? ", simulated" : $", real traffic{(run.Target is null ? string.Empty : $" to {run.Target}")}")
        + (run.TimeScale is null or 1 ? string.Empty : $" at time scale {Figures.Factor(run.TimeScale.Value)}")
        + (run.RateScale == 1 ? string.Empty : $", rate scale {Figures.Factor(run.RateScale)}")
        + $", seed {run.Seed}; durations are model time";

    private static TextTable Outcomes(RunReport run)
    {
        TextTable table = new(3, "outcomes", "requests", "share");
        foreach (LoadOutcome outcome in Enum.GetValues<LoadOutcome>().Where(o => o == LoadOutcome.Completed || run.Outcomes[o] > 0))
        {
            table.Add(outcome.ToText().Replace('_', ' '), Figures.Count(run.Outcomes[outcome]), Figures.Share(Part(run.Outcomes[outcome], run.Arrivals)));
        }

        table.Add("arrivals", Figures.Count(run.Arrivals), string.Empty);
        table.Add("  of these follow-ups", Figures.Count(run.FollowUps), Figures.Share(Part(run.FollowUps, run.Arrivals)));
        table.Add("not issued (outside)", Figures.Count(run.NotIssued), string.Empty);
        return table;
    }

    private static TextTable Rates(RunReport run)
    {
        // By the window's length, and by the time until the last answer: an overloaded server that drains has two different rates.
        TextTable table = new(3, "rates, per second", $"of the window, {Figures.Duration(run.Window.To - run.Window.From)}", $"to the last answer, {Figures.Seconds(run.Sustained?.Seconds)}");
        table.Add("completed requests", Figures.Number(run.RequestsPerSecond), Figures.Number(run.Sustained?.RequestsPerSecond));
        table.Add("prompt tokens", Figures.Number(run.PromptTokensPerSecond), Figures.Number(run.Sustained?.PromptTokensPerSecond));
        table.Add("output tokens", Figures.Number(run.OutputTokensPerSecond), Figures.Number(run.Sustained?.OutputTokensPerSecond));
        if (run.Slo is not null)
        {
            table.Add("within the SLO (goodput)", Figures.Number(run.Goodput), string.Empty);
            table.Add("SLO attainment", Figures.Share(run.SloAttainment), string.Empty);
        }

        return table;
    }

    private static TextTable Latencies(LatencyReport latency)
    {
        TextTable table = new(1, "latency", "count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max");
        (string Name, LatencySummary? Summary)[] rows =
        [
            ("TTFT", latency.Ttft), ("TTFT service", latency.TtftService), ("queue", latency.Queue), ("TPOT", latency.Tpot), ("ITL", latency.Itl),
            ("E2E", latency.E2e), ("E2E service", latency.E2eService),
        ];
        foreach ((string name, LatencySummary? s) in rows.Where(r => r.Summary is not null))
        {
            table.Add(Row(name, s!));
        }

        return table;
    }

    private static string[] Row(string name, LatencySummary s) =>
    [
        name, Figures.Count(s.Count), Figures.Duration(s.Mean), Figures.Duration(s.P50), Figures.Duration(s.P90), Figures.Duration(s.P95),
        Figures.Duration(s.P99), Figures.Duration(s.P999), Figures.Duration(s.Max),
    ];

    private static TextTable Engine(EngineReport engine)
    {
        TextTable table = new(3, engine.Replicas > 1 ? $"engine ({engine.Replicas} replicas)" : "engine", string.Empty);
        (string Name, string? Figure)[] rows =
        [
            ("steps", Known(engine.Steps, Figures.Count(engine.Steps))),
            ("step, mean", Known(engine.StepSecondsMean, Figures.Seconds(engine.StepSecondsMean))),
            ("sequences in a step, mean", Known(engine.BatchMean, Figures.Number(engine.BatchMean))),
            ("token budget", Known(engine.TokenBudget, Figures.Count(engine.TokenBudget))),
            ("steps over the target", engine.StepsOverTarget is null ? null : $"{Figures.Count(engine.StepsOverTarget)}, {Figures.Count(engine.StepsOverTargetAtFloor)} of them with the least prefill"),
            ("constant latency", engine.ConstantLatency),
            ("KV blocks", Known(engine.KvBlocks, Figures.Count(engine.KvBlocks))),
            engine.KvUsageMax is null
                ? ("KV usage, mean", Known(engine.KvUsageMean, Figures.Share(engine.KvUsageMean)))
                : ("KV usage, mean / largest", $"{Figures.Share(engine.KvUsageMean)} / {Figures.Share(engine.KvUsageMax)}"),
            ("preemptions", Known(engine.Preemptions, Figures.Count(engine.Preemptions))),
            ("prefix hit rate", Known(engine.PrefixHitRate, Figures.Share(engine.PrefixHitRate))),
            ("wasted tokens", Known(engine.WastedTokens, $"{Figures.Count(engine.WastedTokens)} of {Figures.Count(engine.ComputedTokens)}")),
            .. (engine.CostShare?.Terms() ?? []).Select(term => ($"step time, {term.Name}", (string?)Figures.Share(term.Share))),
        ];
        foreach ((string name, string? figure) in rows.Where(row => row.Figure is not null))
        {
            table.Add(name, figure!);
        }

        return table;
    }

    // What the server does not say takes no row.
    private static string? Known<T>(T? value, string figure)
        where T : struct => value is null ? null : figure;

    private static void Host(IAnsiConsole console, HostReport host)
    {
        if (host.SendLateness is not null || host.StepLateness is not null)
        {
            TextTable table = new(1, "wall time", "count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max");
            if (host.SendLateness is LatencySummary send)
            {
                table.Add(Row("send late by", send));
            }

            if (host.StepLateness is LatencySummary step)
            {
                table.Add(Row("step late by", step));
            }

            table.Write(console);
        }

        if (host.WallSeconds is not null)
        {
            string keptUp = host.KeptUp switch { true => "; it kept up", false => "; it did not keep up", null => string.Empty };
            console.WriteLine(
                $"host: {Figures.Seconds(host.WallSeconds)} of wall time, {Figures.Number(host.Speedup)} model seconds a second{keptUp}");
        }
    }

    private static double? Part(long count, long all) => all == 0 ? null : (double)count / all;
}
