using CsCheck;
using Emulator.Scheduling;
using Emulator.Scheduling.Policies;
using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling;

/// <summary>Scheduling decides when, never what: output token i of a request is the i-th of its own, and how many there are is the request's business.</summary>
public class GeneratedOutputTests
{
    private static readonly string[] s_policies = [.. PolicyCatalogue.All.Select(policy => policy.Name)];

    [Fact]
    public void No_option_changes_what_an_accepted_request_generates() =>
        Gen.Select(TrafficGen.Patient(TrafficGen.Options(s_policies)), TrafficGen.Options(s_policies)).Sample(
            (traffic, otherwise) => Same(traffic, traffic with { Options = otherwise }),
            iter: 1_000);

    [Fact]
    public void Prefix_caching_changes_nothing_of_it() =>
        TrafficGen.Patient(TrafficGen.Options(s_policies)).Sample(
            traffic => Same(traffic, traffic with { Options = traffic.Options with { PrefixCaching = !traffic.Options.PrefixCaching } }),
            iter: 300);

    [Fact]
    public void Chunking_changes_nothing_of_it() =>
        TrafficGen.Patient(TrafficGen.Options(s_policies)).Sample(
            traffic => Same(
                traffic with { Options = traffic.Options with { ChunkedPrefill = true } },
                traffic with { Options = traffic.Options with { ChunkedPrefill = false, LongPrefillThreshold = 0 } }),
            iter: 300);

    [Fact]
    public void A_prefill_limit_changes_nothing_of_it_and_one_that_binds_nothing_changes_no_plan() =>
        Gen.Select(TrafficGen.Patient(TrafficGen.Options(s_policies)), Gen.Int[1, 20]).Sample(
            (patient, limit) =>
            {
                TrafficPlan traffic = patient with { Options = patient.Options with { ChunkedPrefill = true } };

                Same(traffic, Limited(traffic, limit));
                Assert.Null(new SchedulerPlayer(traffic).FirstDifferenceOf(new SchedulerPlayer(Limited(traffic, traffic.Options.TokenBudget))));
            },
            iter: 300);

    private static TrafficPlan Limited(TrafficPlan traffic, int limit) => traffic with { Events = [new PrefillLimited(0, limit), .. traffic.Events] };

    private static void Same(TrafficPlan traffic, TrafficPlan otherwise)
    {
        Dictionary<string, (int, FinishReason)> generated = Generated(traffic);
        Dictionary<string, (int, FinishReason)> others = Generated(otherwise);

        // A smaller pool may refuse what a larger one takes; whoever is in both is compared.
        Assert.All(generated, pair => Assert.True(!others.TryGetValue(pair.Key, out (int, FinishReason) other) || other == pair.Value, pair.Key));
        Assert.All(traffic.Arrivals, arrives =>
        {
            int stop = arrives.StopAfter ?? int.MaxValue;
            (int, FinishReason) due = (Math.Min(stop, arrives.MaxTokens), stop <= arrives.MaxTokens ? FinishReason.Stop : FinishReason.Length);
            Assert.True(!generated.TryGetValue(arrives.Id, out (int, FinishReason) outputs) || outputs == due, arrives.Id);
        });
    }

    /// <summary>How many tokens each accepted request sampled, counted one by one, and why it ended.</summary>
    private static Dictionary<string, (int, FinishReason)> Generated(TrafficPlan traffic)
    {
        SchedulerPlayer player = new(traffic);
        Dictionary<string, int> sampled = [];
        Dictionary<string, (int, FinishReason)> ended = [];
        foreach (StepRow row in player.ToEnd())
        {
            foreach (string id in row.Sampled)
            {
                sampled[id] = sampled.GetValueOrDefault(id) + 1;
                Assert.True(player.Sequences[id].Outputs >= sampled[id]);
            }

            foreach ((string id, string reason) in row.Finished)
            {
                ended[id] = (sampled[id], reason == "stop" ? FinishReason.Stop : FinishReason.Length);
            }
        }

        Assert.Equal(ended.Count, player.Sequences.Count - player.Rejected);
        return ended;
    }
}
