using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Engine;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

public class IntervalPricingTests
{
    private static readonly StepCostModel Model = Blueprint("llama3-70b-h100-tp8").CostModel;

    [Theory]
    [InlineData(1, 1_024)]
    [InlineData(32, 65_536)]
    [InlineData(256, 131_072)]
    [InlineData(512, 4_000_000)]
    public void The_price_lies_between_both_ends_and_the_short_end_not_under_the_floor(int decodes, long context)
    {
        StepTotals totals = Decodes(decodes, context);

        double low = Priced(IntervalEnd.Low, totals);
        double price = Model.Step(totals, []).TotalMicroseconds;
        double high = Priced(IntervalEnd.High, totals);

        Assert.True(low < price && price < high, FormattableString.Invariant($"{low} {price} {high}"));
        Assert.True(low >= Model.FloorMicroseconds(totals));
    }

    [Fact]
    public void Half_widths_of_parts_add_up_as_the_root_of_their_squares()
    {
        StepTotals totals = Decodes(32, 65_536);
        StepCost cost = Model.Step(totals, []);
        CoefficientSet set = Model.Gpu.Coefficients;
        double[] widths =
        [
            cost.GemmMicroseconds * (set.LinearBf16.Fit!.HighRatio - 1),
            cost.AttentionMicroseconds * (set.DecodeAttentionBf16.Fit!.HighRatio - 1),
            cost.ElementwiseMicroseconds * Math.Max(0, set.Elementwise.Fit!.HighRatio - 1),
            cost.AllReduceMicroseconds * (set.AllReduce[8].Fit!.HighRatio - 1),
            cost.HeadMicroseconds * (set.LinearBf16.Fit!.HighRatio - 1),
        ];

        Assert.Equal(cost.TotalMicroseconds + Math.Sqrt(widths.Sum(width => width * width)), Priced(IntervalEnd.High, totals), 1e-6);
    }

    [Fact]
    public void A_step_of_nothing_costs_nothing_at_either_end() => Assert.Equal((0, 0), (Priced(IntervalEnd.Low, default), Priced(IntervalEnd.High, default)));

    [Fact]
    public void A_device_that_nobody_measured_has_no_intervals() => Assert.False(Blueprint("seed-tp8").HasIntervals);

    private static EngineBlueprint Blueprint(string preset) => EngineSetup.From(ServerOptions.FromPreset(preset, new Dictionary<string, string>())).Blueprint;

    private static double Priced(IntervalEnd end, in StepTotals totals) => ((IStepPricing)new IntervalPricing(Model, end)).Step(0, totals, []).TotalMicroseconds;

    private static StepTotals Decodes(int count, long context)
    {
        StepTotals totals = default;
        totals.AddEqualDecodes(count, context);
        return totals;
    }
}
