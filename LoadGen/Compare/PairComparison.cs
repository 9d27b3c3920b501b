using Emulator.CostModel;
using LoadGen.Measure;
using LoadGen.Report;

namespace LoadGen.Compare;

/// <summary>Tells two contenders apart, or says why they cannot be.</summary>
/// <param name="Report">The comparison.</param>
/// <param name="RateScale">At this factor on the rates.</param>
/// <param name="Metric">By this figure.</param>
internal sealed record PairComparison(CompareReport Report, double RateScale, CompareMetric Metric)
{
    // Means that differ by less than this share are not called different, nor those whose difference, seed by seed, may be none.
    private const double Noticeable = 0.02;

    /// <summary>What stands between <paramref name="a"/> and <paramref name="b"/>.</summary>
    public Distinction Between(Contender a, Contender b)
    {
        if (Sign(a, b, Metric.Value) is not (var sign and not 0))
        {
            return Distinction.WithinSeeds;
        }

        MetricInterval? first = Report.Interval(a.Name, RateScale, Metric);
        MetricInterval? second = Report.Interval(b.Name, RateScale, Metric);
        if (IsBacked(a) != IsBacked(b) || first is null != second is null)
        {
            return Distinction.Unbacked;
        }

        // Neither has an interval: there is no measurement that could take the difference back, or nobody wanted to know.
        if (first is null || second is null)
        {
            return Distinction.Clear;
        }

        return (ShareErrors(a, b) ? HoldsAtBothEnds(a, b, sign) : first.IsApartFrom(second)) ? Distinction.Clear : Distinction.WithinModelError;
    }

    /// <summary>Whether one coefficient that is wrong is wrong for both alike: the same kernels at the same shapes on the same device.</summary>
    private static bool ShareErrors(Contender a, Contender b) => Deployment(a) == Deployment(b);

    private static (string Gpu, string Model, Precision Precision, int TensorParallelSize) Deployment(Contender contender)
    {
        StepCostModel model = contender.Setup.Blueprint.CostModel;
        return (model.Gpu.Name, model.Model.Name, model.Precision, model.TensorParallelSize);
    }

    // Latencies that were asked for are what they are.
    private static bool IsBacked(Contender contender) => contender.Setup.Blueprint.Latency is not null || contender.Setup.Gpu.Calibrated;

    private bool HoldsAtBothEnds(Contender a, Contender b, int sign) =>
        Sign(a, b, run => run.PredictionInterval?.Metrics.GetValueOrDefault(Metric.Name)?.Fast) == sign
        && Sign(a, b, run => run.PredictionInterval?.Metrics.GetValueOrDefault(Metric.Name)?.Slow) == sign;

    /// <summary>1 where a's figure is the larger one, -1 where b's is, 0 where that can't be told.</summary>
    /// <remarks>All ran the same schedules, so they are compared seed by seed: what one seed's load does to both falls out of the difference.</remarks>
    private int Sign(Contender a, Contender b, Func<RunReport, double?> value)
    {
        IReadOnlyList<RunReport> runs = Report.RunsOf(a.Name, RateScale);
        MeanInterval? difference = MeanInterval.Of(runs.Zip(Report.RunsOf(b.Name, RateScale), (x, y) => value(x) - value(y)));
        return difference is not null && Math.Abs(difference.Mean) > Math.Max(difference.HalfWidth ?? 0, Noticeable * Math.Abs(runs.Average(value) ?? 0))
            ? Math.Sign(difference.Mean)
            : 0;
    }
}
