using System.Globalization;
using LoadGen.Measure;
using LoadGen.Report;

namespace LoadGen.Compare;

/// <summary>What the figures of a comparison say, in plain sentences: what happened, why, what to try next. Each is said only where the figures bear it out.</summary>
public static class Conclusions
{
    // Means that differ by less than this share are not called different, nor those whose difference, seed by seed, may be none.
    private const double Noticeable = 0.02;

    /// <summary>The sentences.</summary>
    /// <param name="report">The comparison.</param>
    /// <param name="contenders">Its columns.</param>
    /// <param name="requestsPerSecond">The workload's first turns per second at rate scale 1.</param>
    public static IReadOnlyList<string> Of(CompareReport report, IReadOnlyList<Contender> contenders, double requestsPerSecond)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(contenders);
        if (report.RateScales.Count == 0)
        {
            return [];
        }

        Contender[] equal = [.. contenders.GroupBy(c => c.Gpus).OrderByDescending(g => g.Key).First()];
        return
        [
            .. Overload(report, contenders, requestsPerSecond),
            .. Hardware(contenders, equal),
            .. Throughput(report, equal),
            .. Latency(report, equal),
            .. Prompts(contenders),
            "Try next: --rate-scale values near the highest rates above; `loadgen simulate --preset NAME --set max-num-seqs=64` for one knob at a time; `emulator serve --preset NAME` and `loadgen run --target grpc://127.0.0.1:50051` for your own client beside it.",
        ];
    }

    private static IEnumerable<string> Overload(CompareReport report, IReadOnlyList<Contender> contenders, double requestsPerSecond)
    {
        double top = report.RateScales[0];
        (string Name, double Success, double Wasted)[] rows =
        [
            .. from c in contenders
               let success = Mean(report, c.Name, top, "success_rate")
               let wasted = Mean(report, c.Name, top, "timed_out_work_share")
               where success is not null
               select (c.Name, success.Value, wasted ?? 0),
        ];
        if (rows.Length > 0 && rows.All(row => row.Success < CapacitySearch.Success))
        {
            (string name, _, double wasted) = rows.MaxBy(row => row.Wasted);
            yield return Text($"At {top * requestsPerSecond:0.#} requests/s every configuration is overloaded: {Percent(rows.Min(r => r.Success))} to {Percent(rows.Max(r => r.Success))} of the requests succeed, and up to {Percent(wasted)} of the computed tokens ({name}) went into requests that then timed out: first come, first served keeps working on those whose time is almost up.");
        }
    }

    private static IEnumerable<string> Hardware(IReadOnlyList<Contender> contenders, Contender[] equal)
    {
        foreach (Contender smaller in contenders.Where(c => c.IsPreset && c.Gpus < equal[0].Gpus))
        {
            string large = string.Join(" and ", equal.Where(c => c.IsPreset).Select(c => c.Name));
            yield return Text($"{smaller.Name} has {smaller.Gpus} of the {equal[0].Gpus} GPUs of {large}, and other scheduler settings: the distance between them says nothing about tensor parallelism or chunked prefill. The columns with {equal[0].Gpus} GPUs do.");
        }
    }

    private static IEnumerable<string> Throughput(CompareReport report, Contender[] equal)
    {
        Contender[] best = Best(report, equal, report.RateScales[0], "success_rate", largest: true);
        if (best.Length == 0)
        {
            yield break;
        }

        Contender tp = equal.MaxBy(c => c.Setup.Options.TensorParallelSize)!;
        double? share = Mean(report, tp.Name, report.RateScales[0], "allreduce_share");
        string all = string.Join(", ", equal.Select(c => Text($"{c.Name} {Percent(Mean(report, c.Name, report.RateScales[0], "success_rate") ?? 0)}")));
        yield return Text($"On the same {equal[0].Gpus} GPUs, {Names(best)} answer{(best.Length == 1 ? "s" : string.Empty)} most under the full load ({all}): every all-reduce is time in which no GPU computes, {Percent(share ?? 0)} of {tp.Name}'s steps, while smaller engines repeat the reading of the weights in each replica.");
    }

    private static IEnumerable<string> Latency(CompareReport report, Contender[] equal)
    {
        double low = report.RateScales[^1];
        Contender[] best = Best(report, equal, low, "tpot_p50", largest: false);
        Contender whole = equal.MinBy(c => c.Setup.Options.TensorParallelSize)!;
        if (best.Length > 0 && !best.Contains(whole) && Mean(report, whole.Name, low, "tpot_p50") is { } slow)
        {
            string times = string.Join(" and ", best.Select(c => Text($"{Mean(report, c.Name, low, "tpot_p50") * 1e3:F1} ms")));
            yield return Text($"At the low rate ({low:0.###}) {Names(best)} {(best.Length == 1 ? "has" : "have")} the shortest time per token: {times} beside {slow * 1e3:F1} ms of {whole.Name}. On equal hardware tensor parallelism buys latency; replicas buy throughput.");
        }
    }

    private static IEnumerable<string> Prompts(IReadOnlyList<Contender> contenders)
    {
        foreach (Contender contender in contenders.Where(c => c.IsPreset && !c.Setup.Blueprint.Scheduling.ChunkedPrefill))
        {
            yield return Text($"{contender.Name} cuts no prompts: one over its budget of {contender.Setup.Blueprint.Scheduling.TokenBudget:N0} tokens is invalid, whatever the load.");
        }
    }

    /// <summary>The best of several means, and all that can't be told from it; empty when that is everybody.</summary>
    private static Contender[] Best(CompareReport report, Contender[] contenders, double rate, string metric, bool largest)
    {
        (Contender Contender, double Mean)[] values =
        [
            .. from c in contenders
               let mean = Mean(report, c.Name, rate, metric)
               where mean is not null
               orderby largest ? -mean.Value : mean.Value
               select (c, mean.Value),
        ];
        if (values.Length == 0)
        {
            return [];
        }

        Contender first = values[0].Contender;
        Contender[] best = [.. values.Where(v => v.Contender == first || !Differ(report, first, v.Contender, rate, metric)).Select(v => v.Contender)];
        return best.Length == contenders.Length ? [] : best;
    }

    // All ran the same schedules, so they are compared seed by seed: what one seed's load does to both falls out of the difference.
    private static bool Differ(CompareReport report, Contender a, Contender b, double rate, string metric)
    {
        Func<RunReport, double?> value = CompareMetric.Named(metric).Value;
        MeanInterval? difference = MeanInterval.Of(report.RunsOf(a.Name, rate).Zip(report.RunsOf(b.Name, rate), (x, y) => value(x) - value(y)));
        return difference is not null
            && Math.Abs(difference.Mean) > Math.Max(difference.HalfWidth ?? 0, Noticeable * Math.Abs(Mean(report, a.Name, rate, metric) ?? 0));
    }

    private static string Names(Contender[] best) => best.Length == 1 ? best[0].Name : $"{string.Join(" and ", best.Select(c => c.Name))} (too close to tell apart)";

    private static double? Mean(CompareReport report, string name, double rate, string metric) => report.Value(name, rate, CompareMetric.Named(metric))?.Mean;

    private static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
