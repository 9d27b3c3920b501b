using System.Globalization;
using LoadGen.Report;

namespace LoadGen.Compare;

/// <summary>What the figures of a comparison say, in plain sentences: what happened, why, what to try next. Each is said only where the figures bear it out.</summary>
public static class Conclusions
{
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
        if (rows.Length > 0 && rows.All(row => row.Success < CapacitySearch.Success && !(report.Interval(row.Name, top, CompareMetric.SuccessRate)?.High >= CapacitySearch.Success)))
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
        double top = report.RateScales[0];
        if (Ranking.Of(report, equal, top, CompareMetric.SuccessRate, largest: true) is not { } ranking || (ranking.IsTie && ranking.WithinModelError.Count == 0))
        {
            yield break;
        }

        string all = string.Join(", ", equal.Select(c => $"{c.Name} {Figures.WithBar(Percent(Mean(report, c.Name, top, "success_rate") ?? 0), report.Interval(c.Name, top, CompareMetric.SuccessRate), MetricUnit.Share)}"));
        if (ranking.IsTie)
        {
            yield return Text($"On the same {Gpus(equal)}, who answers most under the full load is too close to tell given the cost model's error ({all}).");
            yield break;
        }

        // Why they differ is known only where all that differs is how the GPUs are cut.
        Contender tp = equal.MaxBy(c => c.Setup.Options.TensorParallelSize)!;
        double? share = Mean(report, tp.Name, top, "allreduce_share");
        string why = equal.Any(c => c.Setup.Options.TensorParallelSize != tp.Setup.Options.TensorParallelSize)
            ? Text($": every all-reduce is time in which no GPU computes, {Percent(share ?? 0)} of {tp.Name}'s steps, while smaller engines repeat the reading of the weights in each replica")
            : string.Empty;
        yield return Text($"On the same {Gpus(equal)}, {ranking.Names()} answer{(ranking.Best.Count == 1 ? "s" : string.Empty)} most under the full load ({all}){why}.{ranking.Reservation()}");
    }

    private static IEnumerable<string> Latency(CompareReport report, Contender[] equal)
    {
        double low = report.RateScales[^1];
        if (Ranking.Of(report, equal, low, CompareMetric.TpotP50, largest: false) is not { } ranking)
        {
            yield break;
        }

        Contender whole = equal.MinBy(c => c.Setup.Options.TensorParallelSize)!;
        if (ranking.WithinModelError.Contains(whole) || (ranking.IsTie && ranking.WithinModelError.Count > 0))
        {
            string all = string.Join(", ", equal.Where(c => Mean(report, c.Name, low, "tpot_p50") is not null).Select(c => $"{c.Name} {Tpot(report, c, low)}"));
            yield return Text($"At the low rate ({low:0.###}) whether {string.Join(" or ", ranking.Best.Select(c => c.Name))} has the shortest time per token is too close to tell given the cost model's error ({all}).{ranking.Reservation()}");
        }
        else if (!ranking.Best.Contains(whole) && Mean(report, whole.Name, low, "tpot_p50") is not null)
        {
            string times = string.Join(" and ", ranking.Best.Select(c => Tpot(report, c, low)));
            string why = ranking.Best.Any(c => c.Setup.Options.TensorParallelSize > whole.Setup.Options.TensorParallelSize) ? " On equal hardware tensor parallelism buys latency; replicas buy throughput." : string.Empty;
            yield return Text($"At the low rate ({low:0.###}) {ranking.Names()} {(ranking.Best.Count == 1 ? "has" : "have")} the shortest time per token: {times} beside {Tpot(report, whole, low)} of {whole.Name}.{ranking.Reservation()}{why}");
        }
    }

    private static IEnumerable<string> Prompts(IReadOnlyList<Contender> contenders)
    {
        foreach (Contender contender in contenders.Where(c => c.IsPreset && !c.Setup.Blueprint.Scheduling.ChunkedPrefill))
        {
            yield return Text($"{contender.Name} cuts no prompts: one over its budget of {contender.Setup.Blueprint.Scheduling.TokenBudget:N0} tokens is invalid, whatever the load.");
        }
    }

    private static string Tpot(CompareReport report, Contender contender, double rate) =>
        Figures.WithBar(Text($"{Mean(report, contender.Name, rate, "tpot_p50") * 1e3:F1} ms"), report.Interval(contender.Name, rate, CompareMetric.TpotP50), MetricUnit.Seconds);

    private static string Gpus(Contender[] equal) => equal[0].Gpus == 1 ? "one GPU" : Text($"{equal[0].Gpus} GPUs");

    private static double? Mean(CompareReport report, string name, double rate, string metric) => report.Value(name, rate, CompareMetric.Named(metric))?.Mean;

    private static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
