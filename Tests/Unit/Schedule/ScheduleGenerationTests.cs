using System.Globalization;
using Emulator;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Unit.Schedule;

public sealed class ScheduleGenerationTests
{
    private static readonly Workload _heavy = Workload.Load("heavy");

    // An implementation in another language, written from the description of the generator alone and using its platform's exp and log, gives the same 23,506 lines.
    [Fact]
    public void Seed_1_gives_this_text_on_every_machine()
    {
        LoadSchedule schedule = Generate(_heavy, 1, 300);
        string[] lines = TextOf(schedule).Split('\n');
        Assert.Equal("""{"id":"batch_inference-0","at":0.007452,"profile":"batch_inference","prompt_tokens":249,"output_tokens":176,"max_output_tokens":4096,"conversation":"batch_inference-0","turn":1}""", lines[0]);
        Assert.Equal("""{"id":"burst_traffic-0","at":0.008105,"profile":"burst_traffic","prompt_tokens":1261,"output_tokens":10,"max_output_tokens":4096,"conversation":"burst_traffic-0","turn":1}""", lines[1]);
        Assert.Equal("""{"id":"burst_traffic-1","at":0.010382,"profile":"burst_traffic","prompt_tokens":234,"output_tokens":141,"max_output_tokens":4096,"conversation":"burst_traffic-1","turn":1}""", lines[2]);
        Assert.Contains("""{"id":"extreme_context-0.1","after":"extreme_context-0","think":2.466736,"profile":"extreme_context","prompt_tokens":12894,"output_tokens":1797,"max_output_tokens":4096,"prefix":[{"id":"extreme_context-0","tokens":5195},{"id":"out:extreme_context-0","tokens":1793}],"conversation":"extreme_context-0","turn":2}""", lines);
        Assert.Equal(23_506, schedule.Arrivals.Count);
        Assert.Equal("6ab9ab6184de9bcd026c131de957ea2537df52db1ffd49cf8ccdf7e9168c89b5", schedule.Sha256);
    }

    [Fact]
    public void The_same_arguments_give_the_same_schedule_and_another_seed_another()
    {
        Assert.Equal(Generate(_heavy, 7, 10).Sha256, Generate(_heavy, 7, 10).Sha256);
        Assert.NotEqual(Generate(_heavy, 7, 10).Sha256, Generate(_heavy, 8, 10).Sha256);
    }

    [Fact]
    public void A_profile_draws_the_same_whatever_others_there_are()
    {
        Workload reversed = _heavy with { Profiles = [.. _heavy.Profiles.Reverse().Take(3)] };
        Assert.Equal(Lines(Generate(_heavy, 1, 20), "code_gen"), Lines(Generate(_heavy with { Profiles = [_heavy.Profiles[2]] }, 1, 20), "code_gen"));
        Assert.Equal(Lines(Generate(_heavy, 1, 20), "extreme_context"), Lines(Generate(reversed, 1, 20), "extreme_context"));
    }

    [Fact]
    public void A_longer_window_only_adds_arrivals()
    {
        LoadSchedule shorter = Generate(_heavy, 1, 10);
        HashSet<string> longer = [.. TextOf(Generate(_heavy, 1, 20)).Split('\n')];
        Assert.All(TextOf(shorter).Split('\n'), line => Assert.Contains(line, longer));
    }

    [Fact]
    public void The_rate_scale_leaves_the_lengths_alone()
    {
        LoadSchedule once = Generate(_heavy, 1, 20);
        LoadSchedule half = LoadSchedule.Generate(_heavy, 1, TimeSpan.FromSeconds(20), 0.5);
        Assert.InRange(half.FirstTurns.Count / (double)once.FirstTurns.Count, 0.45, 0.55);
        Assert.All(half.Arrivals, arrival => Assert.Equal(arrival.PromptTokens, once.Arrivals[once.IndexOf(arrival.Id)].PromptTokens));
    }

    [Fact]
    public void First_turns_are_sorted_in_whole_microseconds_and_inside_the_window()
    {
        LoadSchedule schedule = Generate(_heavy, 3, 30);
        Assert.Equal(schedule.FirstTurns, schedule.Arrivals.TakeWhile(arrival => !arrival.IsFollowUp));
        Assert.Equal(schedule.FirstTurns.OrderBy(arrival => arrival.At), schedule.FirstTurns);
        Assert.All(schedule.FirstTurns, arrival => Assert.True(arrival.At >= TimeSpan.Zero && arrival.At < schedule.Window && arrival.At.Value.Ticks % 10 == 0));
        Assert.All(schedule.Arrivals, (arrival, i) => Assert.Equal(i, arrival.Line));
    }

    [Fact]
    public void A_first_turn_at_the_end_of_the_window_is_outside()
    {
        Workload metronome = Workload.Parse("profiles: [{ name: a, rate: 10, arrivals: constant, prompt_tokens: 5, output_tokens: 6 }]", "w.yaml");
        Assert.Equal(10, Generate(metronome, 1, 1).Arrivals.Count);
        Assert.Equal(11, Generate(metronome, 1, 1.000001).Arrivals.Count);
    }

    [Fact]
    public void Arrivals_of_the_same_microsecond_stay_in_the_order_of_their_profiles()
    {
        Workload two = Workload.Parse("profiles: [{ name: b, rate: 1, arrivals: constant, prompt_tokens: 5, output_tokens: 6 }, { name: a, rate: 2, arrivals: constant, prompt_tokens: 5, output_tokens: 6 }]", "w.yaml");
        Assert.Equal(["b-0", "a-0", "a-1", "b-1", "a-2", "a-3"], Generate(two, 1, 2).Arrivals.Select(arrival => arrival.Id));
    }

    [Fact]
    public void A_drawn_output_above_the_limit_raises_the_limit()
    {
        LoadSchedule schedule = Generate(Workload.Parse("profiles: [{ name: a, rate: 50, prompt_tokens: 5, output_tokens: { uniform: { min: 50, max: 150 } }, max_output_tokens: 100 }]", "w.yaml"), 1, 20);
        Assert.All(schedule.Arrivals, arrival => Assert.Equal(Math.Max(100, arrival.OutputTokens), arrival.MaxOutputTokens));
        Assert.Contains(schedule.Arrivals, arrival => arrival.MaxOutputTokens > 100);
    }

    [Fact]
    public void Tenant_priority_and_timeout_reach_every_turn()
    {
        Workload workload = Workload.Parse("profiles: [{ name: a, rate: 5, prompt_tokens: 5, output_tokens: 6, tenant: gold, priority: 2, timeout: 90s, conversation: { open: 1, continue: 1, max_turns: 2, think: 1s } }]", "w.yaml");
        LoadSchedule schedule = Generate(workload, 1, 5);
        Assert.Contains(schedule.Arrivals, arrival => arrival.IsFollowUp);
        Assert.All(schedule.Arrivals, arrival => Assert.Equal(("gold", 2, TimeSpan.FromSeconds(90)), (arrival.Tenant, arrival.Priority, arrival.Timeout)));
    }

    [Theory]
    [InlineData(0, 1, "duration is 0 s; allowed are durations above 0.")]
    [InlineData(10, 0, "rate-scale is 0; allowed are numbers above 0.")]
    [InlineData(10, double.NaN, "rate-scale is NaN; allowed are numbers above 0.")]
    [InlineData(1e7, 1, "600,000,000 requests are expected in 10000000 s; allowed are 20,000,000: take a shorter duration or a lower rate-scale.")]
    public void A_window_without_sense_is_refused(double seconds, double rateScale, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidConfigurationException>(() => LoadSchedule.Generate(_heavy, 1, TimeSpan.FromSeconds(seconds), rateScale)).Message);

    [Fact]
    public void A_prompt_that_no_int_holds_is_refused()
    {
        Workload endless = Workload.Parse("profiles: [{ name: a, rate: 5, prompt_tokens: 3G, output_tokens: 6 }]", "w.yaml");
        Assert.StartsWith("profile 'a' drew ", Assert.Throws<InvalidConfigurationException>(() => Generate(endless, 1, 5)).Message, StringComparison.Ordinal);
    }

    internal static LoadSchedule Generate(Workload workload, long seed, double seconds) => LoadSchedule.Generate(workload, seed, TimeSpan.FromSeconds(seconds), 1);

    internal static string TextOf(LoadSchedule schedule)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        schedule.WriteTo(writer);
        return writer.ToString();
    }

    private static string[] Lines(LoadSchedule schedule, string profile) => [.. TextOf(schedule).Split('\n').Where(line => line.Contains($"\"profile\":\"{profile}\"", StringComparison.Ordinal))];
}
