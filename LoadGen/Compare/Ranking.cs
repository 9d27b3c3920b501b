using LoadGen.Report;

namespace LoadGen.Compare;

/// <summary>Who is best by one figure at one rate, as far as that can be told.</summary>
/// <param name="Best">The best mean, then all that can't be told from it.</param>
/// <param name="WithinModelError">Those of them whose distance from the best one is more than other seeds explain, but not more than the cost model's error does.</param>
/// <param name="Unbacked">Those that are worse, with measurements behind one side of the comparison only.</param>
/// <param name="IsTie">Whether nobody can be told from the best.</param>
internal sealed record Ranking(IReadOnlyList<Contender> Best, IReadOnlyList<Contender> WithinModelError, IReadOnlyList<Contender> Unbacked, bool IsTie)
{
    /// <summary>Ranks <paramref name="contenders"/>; null where none has the figure.</summary>
    public static Ranking? Of(CompareReport report, IReadOnlyList<Contender> contenders, double rateScale, CompareMetric metric, bool largest)
    {
        (Contender Contender, double Mean)[] values =
        [
            .. from c in contenders
               let mean = report.Value(c.Name, rateScale, metric)?.Mean
               where mean is not null
               orderby largest ? -mean.Value : mean.Value
               select (c, mean.Value),
        ];
        if (values.Length == 0)
        {
            return null;
        }

        Contender first = values[0].Contender;
        PairComparison pair = new(report, rateScale, metric);
        ILookup<Distinction, Contender> others = values.Skip(1).ToLookup(v => pair.Between(first, v.Contender), v => v.Contender);
        Contender[] best = [first, .. values.Skip(1).Select(v => v.Contender).Except([.. others[Distinction.Clear], .. others[Distinction.Unbacked]])];
        return new Ranking(best, [.. others[Distinction.WithinModelError]], [.. others[Distinction.Unbacked]], best.Length == contenders.Count);
    }

    /// <summary>The names of the best, with what keeps them from being one.</summary>
    public string Names() => Best.Count == 1 ? Best[0].Name : $"{string.Join(" and ", Best.Select(c => c.Name))} (too close to tell apart{(WithinModelError.Count > 0 ? " given the cost model's error" : string.Empty)})";

    /// <summary>The end of a sentence where the ranking rests on figures that nobody measured; empty elsewhere.</summary>
    public string Reservation()
    {
        if (Unbacked.Count == 0)
        {
            return string.Empty;
        }

        string others = string.Join(" and ", Unbacked.Select(c => c.Name));
        string devices = string.Join(" and ", Best.Take(1).Concat(Unbacked).Select(c => c.Setup.Gpu).Where(gpu => !gpu.Calibrated).Select(gpu => gpu.Name).Distinct());
        return devices.Length == 0
            ? $" The difference from {others} is not backed by measurements: some coefficients were never judged."
            : $" The difference from {others} is not backed by measurements: {devices} is uncalibrated.";
    }
}
