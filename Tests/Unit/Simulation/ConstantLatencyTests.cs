using Emulator.CostModel;
using Emulator.CostModel.Latencies;
using Emulator.Engine;
using Emulator.Scheduling;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;
using static Tests.Unit.Simulation.SmallEngine;

namespace Tests.Unit.Simulation;

/// <summary>An engine whose latencies are given: what they are on an idle server, and what comes on top under load.</summary>
public sealed class ConstantLatencyTests
{
    private static readonly TimeSpan Ttft = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Itl = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(2_048)]
    [InlineData(2_049)]
    [InlineData(8_000)]
    public void On_an_idle_server_the_latencies_are_exactly_those_asked_for_whatever_the_prompt(int prompt)
    {
        RequestRecord only = Assert.Single(Run(Given(), First("a", TimeSpan.FromSeconds(1), prompt, output: 11)).Records);

        Assert.Equal((Ttft, Itl, Ttft + (10 * Itl)), (only.Ttft, only.Tpot, only.E2e));
    }

    [Fact]
    public void A_prompt_that_takes_more_steps_than_the_time_to_first_token_holds_is_not_held_back()
    {
        SchedulerOptions narrow = new() { MaxNumSeqs = 8, TokenBudget = 100, NumGpuBlocks = 1_000 };
        RequestRecord only = Assert.Single(Run(Given(narrow), First("a", default, prompt: 1_200, output: 2)).Records);

        Assert.Equal((TimeSpan.Zero, 12 * Itl), (only.Queue, only.Ttft));
    }

    [Fact]
    public void Under_load_the_first_token_also_waits_for_the_step_under_way()
    {
        TimeSpan late = TimeSpan.FromMilliseconds(5);
        RequestRecord[] records = [.. Run(Given(), First("a", default, prompt: 100, output: 50), First("b", late, prompt: 100, output: 2)).Records];

        Assert.Equal(Ttft, records[0].Ttft);
        Assert.Equal(Ttft + Itl - late, records[1].Ttft);
        Assert.Equal(Itl, records[1].Tpot);
    }

    [Fact]
    public void A_request_without_a_place_waits_on_top()
    {
        SchedulerOptions onePlace = new() { MaxNumSeqs = 1, TokenBudget = 2_048, NumGpuBlocks = 1_000 };
        RequestRecord[] records = [.. Run(Given(onePlace), First("a", default, prompt: 100, output: 50), First("b", default, prompt: 100, output: 1)).Records];

        Assert.Equal(Ttft + (50 * Itl), records[1].Ttft);
    }

    [Fact]
    public void All_step_time_is_overhead()
    {
        StepCost cost = Run(Given(), First("a", default, prompt: 100, output: 5)).Engine.CostTotal;

        Assert.Equal(new StepCost(0, 0, 0, 0, 0, 5 * Itl.TotalMicroseconds), cost);
    }

    [Fact]
    public void An_ingest_delay_comes_on_top()
    {
        EngineBlueprint blueprint = Given() with { IngestDelay = new IngestDelay(TimeSpan.FromMilliseconds(3), TimeSpan.Zero) };

        Assert.Equal(Ttft + TimeSpan.FromMilliseconds(3), Assert.Single(Run(blueprint, First("a", default, prompt: 100, output: 1)).Records).Ttft);
    }

    [Fact]
    public void Draws_follow_the_seed_alone()
    {
        Arrival[] arrivals = [.. Enumerable.Range(0, 40).Select(i => First($"r{i}", i * TimeSpan.FromMilliseconds(70), prompt: 50 + (37 * i), output: 1 + (i % 9)))];
        TokenLatencies latencies = new(new LogNormalLatency(Ttft, 0.3), new UniformLatency(Itl / 2, Itl));

        SimulationResult one = Run(Given(latencies: latencies, seed: 1), arrivals);
        SimulationResult again = Run(Given(latencies: latencies, seed: 1), arrivals);
        SimulationResult other = Run(Given(latencies: latencies, seed: 2), arrivals);

        Assert.Equal(one.PlanHashes, again.PlanHashes);
        Assert.Equal(one.Records, again.Records);
        Assert.NotEqual(one.Records.Select(record => record.Ttft), other.Records.Select(record => record.Ttft));
        Assert.True(one.Records.Select(record => record.Ttft).Distinct().Count() > 30);
    }

    [Fact]
    public void Draws_have_the_mean_and_the_spread_that_were_asked_for()
    {
        const int Draws = 20_000;
        TokenLatencies latencies = new(new NormalLatency(Ttft, TimeSpan.FromMilliseconds(20)), new ExponentialLatency(Itl));
        ConstantLatency model = new(latencies, prefillTokensPerStep: 100, seed: 7);
        StepTotals decode = default;
        decode.AddDecode(100);

        double[] steps = [.. Enumerable.Range(0, Draws).Select(i => model.Step(i, decode, []).OverheadMicroseconds)];
        double[] held = [.. Enumerable.Range(0, Draws).Select(i => model.HoldBackMicroseconds($"r{i}", 100))];

        Assert.InRange(steps.Average(), 19_600, 20_400);
        Assert.InRange(steps.Count(step => step > 20_000) / (double)Draws, 0.355, 0.381);
        Assert.InRange(held.Average(), 179_600, 180_400);
        Assert.InRange(held.Count(hold => hold > 200_000) / (double)Draws, 0.149, 0.168);
        Assert.All(steps, step => Assert.InRange(step, 1, double.MaxValue));
    }

    [Fact]
    public void A_step_without_tokens_takes_no_time() => Assert.Equal(default, new ConstantLatency(new TokenLatencies(new FixedLatency(Ttft), new FixedLatency(Itl)), 1, 0).Step(3, default, []));

    private static EngineBlueprint Given(SchedulerOptions? scheduling = null, TokenLatencies? latencies = null, long seed = 0)
    {
        EngineBlueprint blueprint = Blueprint(scheduling);
        return blueprint with { Latency = new ConstantLatency(latencies ?? new TokenLatencies(new FixedLatency(Ttft), new FixedLatency(Itl)), blueprint.Scheduling.TokenBudget, seed) };
    }
}
