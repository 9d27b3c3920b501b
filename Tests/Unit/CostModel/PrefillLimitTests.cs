using CsCheck;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

public sealed class PrefillLimitTests
{
    private const int Budget = 8_192;

    private static readonly StepCostModel[] Deployments =
    [
        new(GpuCatalogue.Find("H100"), ModelCatalogue.Find("Llama-3-8B"), 1, default, Budget, 256),
        new(GpuCatalogue.Find("H100"), ModelCatalogue.Find("Llama-3-70B"), 8, default, Budget, 256),
        new(GpuCatalogue.Find("H100"), ModelCatalogue.Find("gpt-oss-120b"), 2, default, Budget, 256),
        new(GpuCatalogue.Find("L40S"), ModelCatalogue.Find("Mixtral-8x7B"), 4, default, Budget, 256),
    ];

    private static readonly Gen<(StepCostModel Model, int Decodes, int Context)> Steps =
        Gen.Select(Gen.Int[0, Deployments.Length - 1].Select(i => Deployments[i]), Gen.Int[0, 256], Gen.Int[1, 8_000]);

    [Theory]
    [InlineData(25_000, 928, 24_777, 25_950)]
    [InlineData(10_000, 144, 9_987, 0)]
    public void The_worked_examples_come_out(double targetMicroseconds, int expected, double withIt, double withMore)
    {
        PrefillLimit limit = new(Deployments[0], TimeSpan.FromMicroseconds(targetMicroseconds), Budget);
        StepTotals decodes = Decodes(Deployments[0], 32, 1_024);

        Assert.Equal(8_593.8, Deployments[0].Step(decodes, []).TotalMicroseconds, 8.6);
        Assert.Equal(expected, limit.Beside(decodes));
        Assert.Equal(withIt, limit.MicrosecondsWith(expected, decodes), withIt * 1e-3);
        Assert.InRange(limit.MicrosecondsWith(expected + 16, decodes), targetMicroseconds, double.MaxValue);
        if (withMore > 0)
        {
            Assert.Equal(withMore, limit.MicrosecondsWith(expected + 16, decodes), withMore * 1e-3);
        }
    }

    [Fact]
    public void A_limit_meets_its_target_and_one_more_would_not_unless_it_is_the_floor_or_the_whole_budget() =>
        Gen.Select(Steps, Gen.Int[1_000, 200_000]).Sample(
            (step, target) =>
            {
                PrefillLimit limit = new(step.Model, TimeSpan.FromMicroseconds(target), Budget);
                StepTotals decodes = Decodes(step.Model, step.Decodes, step.Context);
                int tokens = limit.Beside(decodes);

                Assert.Equal(0, tokens % 16);
                Assert.InRange(tokens, 16, Budget + 15);
                Assert.True(tokens == 16 || limit.MicrosecondsWith(tokens, decodes) <= target);
                Assert.True(tokens + step.Decodes >= Budget || limit.MicrosecondsWith(tokens + 16, decodes) > target);
            },
            iter: 2_000);

    [Fact]
    public void A_later_target_never_allows_less() =>
        Gen.Select(Steps, Gen.Int[1_000, 200_000], Gen.Int[0, 100_000]).Sample(
            (step, target, more) =>
            {
                StepTotals decodes = Decodes(step.Model, step.Decodes, step.Context);
                int earlier = new PrefillLimit(step.Model, TimeSpan.FromMicroseconds(target), Budget).Beside(decodes);
                int later = new PrefillLimit(step.Model, TimeSpan.FromMicroseconds(target + more), Budget).Beside(decodes);

                Assert.InRange(later, earlier, int.MaxValue);
            },
            iter: 1_000);

    [Fact]
    public void More_decodes_or_context_never_allow_more() =>
        Gen.Select(Steps, Gen.Int[1_000, 200_000], Gen.Int[0, 2_000]).Sample(
            (step, target, more) =>
            {
                PrefillLimit limit = new(step.Model, TimeSpan.FromMicroseconds(target), Budget);
                int alone = limit.Beside(Decodes(step.Model, step.Decodes, step.Context));

                Assert.InRange(limit.Beside(Decodes(step.Model, step.Decodes, step.Context + more)), 16, alone);
                Assert.InRange(limit.Beside(Decodes(step.Model, step.Decodes + 1, step.Context)), 16, alone);
            },
            iter: 1_000);

    [Theory]
    [InlineData(1)]
    [InlineData(8_192)]
    [InlineData(32_768)]
    public void A_target_that_nothing_reaches_leaves_the_whole_budget(int budget)
    {
        int tokens = new PrefillLimit(Deployments[0], TimeSpan.FromHours(1), budget).Beside(Decodes(Deployments[0], 3, 100));

        Assert.InRange(tokens, budget - 3, int.MaxValue);
    }

    [Fact]
    public void Finding_a_limit_allocates_nothing()
    {
        PrefillLimit limit = new(Deployments[2], TimeSpan.FromMilliseconds(25), Budget);
        StepTotals decodes = Decodes(Deployments[2], 32, 1_024);
        limit.Beside(decodes);

        Assert.Equal(0, Allocation.LeastOf(3, () => limit.Beside(decodes)));
    }

    private static StepTotals Decodes(StepCostModel model, int decodes, int context)
    {
        StepTotals totals = new() { Window = model.AttentionWindow ?? 0 };
        totals.AddEqualDecodes(decodes, (long)decodes * context);
        return totals;
    }
}
