using Emulator;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.CostModel;

public sealed class TokenBudgetTests
{
    private static readonly Gpu Gh200 = GpuCatalogue.Find("GH200-576");
    private static readonly Transformer Llama70B = ModelCatalogue.Find("Llama-3.1-70B");

    [Fact]
    public void S2_the_study_budget_at_tp8_is_3691() => Assert.Equal(3_691, TokenBudget.Of(BudgetPolicy.Study, 8_192, Gh200, Llama70B, 8));

    [Fact]
    public void S2_the_fixed_budget_is_the_configured_one() => Assert.Equal(4_096, TokenBudget.Of(BudgetPolicy.Fixed, 4_096, Gh200, Llama70B, 1));

    [Fact]
    public void A_target_leaves_the_budget_as_configured() => Assert.Equal(8_192, TokenBudget.Of(BudgetPolicy.TargetStep, 8_192, Gh200, Llama70B, 8));

    [Fact]
    public void The_study_budget_is_never_under_2048() =>
        Assert.Equal(2_048, StudyTokenBudget.For(GpuCatalogue.Find("H100"), ModelCatalogue.Find("Llama-3.1-405B"), 1));

    [Fact]
    public void The_study_budget_is_never_over_32768()
    {
        Gpu vast = Gh200 with { MemoryBytes = long.MaxValue, BytesPerSecond = 1e18, PeakBf16FlopsPerSecond = 1e21 };
        Assert.Equal(32_768, StudyTokenBudget.For(vast, Llama70B, 8));
    }

    [Fact]
    public void An_unknown_policy_is_refused()
    {
        Assert.Equal(BudgetPolicy.TargetStep, TokenBudget.ParsePolicy("target-step"));
        Assert.Throws<InvalidConfigurationException>(() => TokenBudget.ParsePolicy("guess"));
    }
}
