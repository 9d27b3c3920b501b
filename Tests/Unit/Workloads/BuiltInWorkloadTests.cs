using LoadGen.Workloads;

namespace Tests.Unit.Workloads;

public sealed class BuiltInWorkloadTests
{
    private const int Samples = 100_000;

    [Fact]
    public void There_are_seven_and_any_case_finds_them()
    {
        Assert.Equal(["chat-documents", "heavy", "heavy-prompts", "light", "multi-turn", "reasoning", "tenants"], Workload.BuiltInNames);
        Assert.All(Workload.BuiltInNames, name => Assert.Equal(name, Workload.Load(name.ToUpperInvariant()).Name));
    }

    [Fact]
    public void S4_heavy_prompts_average_6090_tokens_over_100000_samples_within_1_percent()
    {
        Moments prompts = Draw(Assert.Single(Workload.Load("heavy-prompts").Profiles).PromptTokens, seed: 1);
        Assert.Equal(Samples, prompts.Count);
        Assert.InRange(prompts.Mean, 6_090 * 0.99, 6_090 * 1.01);
        Assert.InRange(prompts.P50, 6_003 * 0.99, 6_003 * 1.01);
    }

    [Fact]
    public void S4_first_turns_of_all_six_heavy_profiles_average_1308_tokens()
    {
        Workload heavy = Workload.Load("heavy");
        double rate = heavy.Profiles.Sum(profile => profile.Arrivals.RatePerSecond);
        double mean = heavy.Profiles.Sum(profile => profile.Arrivals.RatePerSecond * Draw(profile.PromptTokens, seed: 1).Mean) / rate;
        Assert.Equal(60, rate);
        Assert.InRange(mean, 1_308 * 0.99, 1_308 * 1.01);
    }

    [Fact]
    public void S6_light_prompts_have_8_or_9_tokens_at_14_4_requests_per_second()
    {
        ClientProfile light = Assert.Single(Workload.Load("light").Profiles);
        SeededRandom random = new(1, "light");
        int[] lengths = [.. Enumerable.Range(0, 10_000).Select(_ => light.PromptTokens.Sample(random)).Distinct().Order()];
        Assert.Equal([8, 9], lengths);
        Assert.Equal(14.4, light.Arrivals.RatePerSecond);
    }

    [Theory]
    [InlineData("doc_processor", 5, 2_736, 454)]
    [InlineData("conversational_ai", 8, 1_250, 1_510)]
    [InlineData("code_gen", 10, 1_510, 838)]
    [InlineData("batch_inference", 15, 499.5, 249.5)]
    [InlineData("extreme_context", 2, 6_090, 2_038)]
    [InlineData("burst_traffic", 20, 999.5, 302.5)]
    public void Heavy_profiles_have_their_rates_and_mean_lengths(string name, double rate, double prompt, double output)
    {
        ClientProfile profile = Workload.Load("heavy").Profiles.Single(profile => profile.Name == name);
        Assert.Equal(rate, profile.Arrivals.RatePerSecond);
        Assert.InRange(profile.PromptTokens.Effective().Mean / prompt, 0.999, 1.001);
        Assert.InRange(profile.OutputTokens.Effective().Mean / output, 0.999, 1.001);
        Assert.Equal(4_096, profile.MaxOutputTokens);
        Assert.Equal(name is "conversational_ai" or "extreme_context", profile.Conversation is not null);
    }

    [Fact]
    public void A_length_is_truncated_to_whole_tokens_and_at_least_1()
    {
        SeededRandom random = new(1, "short");
        TokenLength below1 = new(new UniformDistribution(0, 0.5));
        TokenLength almost10 = new(new FixedValue(9.999));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(1, below1.Sample(random)));
        Assert.Equal(9, almost10.Sample(random));
        Assert.Equal(9, almost10.Effective().Mean);
    }

    private static Moments Draw(TokenLength length, long seed)
    {
        SeededRandom random = new(seed, "samples");
        return Moments.Of(Enumerable.Range(0, Samples).Select(_ => (double)length.Sample(random)));
    }
}
