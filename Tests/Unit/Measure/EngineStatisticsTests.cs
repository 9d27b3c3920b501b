using Emulator.CostModel;
using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Measure;

public sealed class EngineStatisticsTests
{
    [Fact]
    public void Steps_add_up_to_means_and_shares()
    {
        EngineStatistics engine = new() { TokenBudget = 512, KvBlocks = 100 };
        engine.AddStep(new StepCost(60, 10, 5, 20, 3, 2), TimeSpan.FromMicroseconds(100), sequences: 4, computedTokens: 4);
        engine.AddStep(new StepCost(160, 50, 5, 80, 3, 2), TimeSpan.FromMicroseconds(300), sequences: 8, computedTokens: 512);

        EngineReport report = EngineReport.Of(engine);

        Assert.Equal(0.0002, report.StepSecondsMean!.Value, 1e-12);
        Assert.Equal(6, report.BatchMean);
        Assert.Equal(516, report.ComputedTokens);
        Assert.Equal(0.25, report.CostShare!.AllReduce, 1e-12);
        Assert.Equal(1, report.CostShare.Terms().Sum(t => t.Share), 1e-12);
    }

    [Fact]
    public void Kv_usage_is_weighted_by_time()
    {
        EngineStatistics engine = new();
        engine.AddKvUsage(0.5, TimeSpan.FromSeconds(3));
        engine.AddKvUsage(0.9, TimeSpan.FromSeconds(1));

        Assert.Equal(0.6, engine.KvUsageMean!.Value, 1e-12);
        Assert.Equal(0.9, engine.KvUsageMax);
    }

    [Fact]
    public void Replicas_merge_into_sums_but_keep_the_size_of_one()
    {
        EngineStatistics all = EngineStatistics.Merge([Replica(usage: 0.2, hits: 10), Replica(usage: 0.6, hits: 30)]);

        Assert.Equal(2, all.Replicas);
        Assert.Equal(2, all.Steps);
        Assert.Equal(3_691, all.TokenBudget);
        Assert.Equal(1_000, all.KvBlocks);
        Assert.Equal(0.4, all.KvUsageMean!.Value, 1e-12);
        Assert.Equal(0.2, EngineReport.Of(all).PrefixHitRate);
        Assert.Equal(14, all.WastedTokens);
    }

    [Fact]
    public void What_was_not_observed_is_absent()
    {
        EngineReport report = EngineReport.Of(new EngineStatistics());

        Assert.Null(report.StepSecondsMean);
        Assert.Null(report.KvUsageMean);
        Assert.Null(report.KvUsageMax);
        Assert.Null(report.PrefixHitRate);
        Assert.Null(report.CostShare);
    }

    private static EngineStatistics Replica(double usage, long hits)
    {
        EngineStatistics engine = new() { TokenBudget = 3_691, KvBlocks = 1_000, PrefixQueryTokens = 100, PrefixHitTokens = hits, WastedTokens = 7 };
        engine.AddStep(new StepCost(1, 1, 1, 1, 1, 1), TimeSpan.FromMicroseconds(6), sequences: 1, computedTokens: 1);
        engine.AddKvUsage(usage, TimeSpan.FromSeconds(1));
        return engine;
    }
}
