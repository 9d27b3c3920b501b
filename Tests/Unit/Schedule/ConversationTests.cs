using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Unit.Schedule;

public sealed class ConversationTests
{
    private static readonly LoadSchedule _heavy = ScheduleGenerationTests.Generate(Workload.Load("heavy"), 1, 300);

    [Fact]
    public void A_prompt_is_the_previous_prompt_and_output_and_new_tokens()
    {
        Arrival[] followUps = [.. _heavy.Arrivals.Where(arrival => arrival.IsFollowUp)];
        Assert.NotEmpty(followUps);
        Assert.All(followUps, arrival =>
        {
            Arrival previous = _heavy.Arrivals[arrival.Predecessor];
            int added = arrival.PromptTokens - previous.PromptTokens - previous.OutputTokens;
            Assert.Equal((arrival.After, arrival.Conversation, arrival.Turn), (previous.Id, previous.Conversation, previous.Turn + 1));
            Assert.True(arrival.Profile == "conversational_ai" ? added is >= 500 and < 2_000 : added is > 2_500 and < 14_000, $"{arrival.Id} adds {added}");
            Assert.True(arrival.Think > TimeSpan.Zero);
        });
    }

    [Fact]
    public void The_prefix_is_all_that_was_said_before()
    {
        Assert.All(_heavy.Arrivals, arrival =>
        {
            List<PrefixPart> said = [];
            for (int line = arrival.Predecessor; line >= 0; line = _heavy.Arrivals[line].Predecessor)
            {
                Arrival earlier = _heavy.Arrivals[line];
                int own = earlier.PromptTokens - earlier.Prefix.Sum(part => part.Tokens);
                said.InsertRange(0, [new PrefixPart(earlier.Id, own), new PrefixPart("out:" + earlier.Id, earlier.OutputTokens)]);
            }

            Assert.Equal(said, arrival.Prefix);
            Assert.True(arrival.Prefix.Sum(part => part.Tokens) < arrival.PromptTokens);
        });
    }

    [Theory]
    [InlineData("conversational_ai")]
    [InlineData("extreme_context")]
    public void Turns_follow_with_the_asked_probabilities(string profile)
    {
        // Many seeds, so that the figures below are sharp: about 80,000 conversations.
        Workload heavy = Workload.Load("heavy");
        Workload one = heavy with { Profiles = [heavy.Profiles.Single(other => other.Name == profile)] };
        LoadSchedule schedule = LoadSchedule.Generate(one, 1, TimeSpan.FromSeconds(1_000), 80 / one.Profiles[0].Arrivals.RatePerSecond);
        int[] reached = [.. Enumerable.Range(0, 12).Select(turn => schedule.Arrivals.Count(arrival => arrival.Turn == turn))];
        Assert.InRange(reached[1], 79_000, 81_000);
        Assert.InRange(reached[2] / (double)reached[1], 0.56 - 0.007, 0.56 + 0.007);
        for (int turn = 3; turn <= 6; turn++)
        {
            Assert.InRange(reached[turn] / (double)reached[turn - 1], 0.68, 0.72);
        }

        Assert.True(reached[10] > 0);
        Assert.Equal(0, reached[11]);
    }

    [Fact]
    public void Think_times_have_their_asked_means()
    {
        double MeanThink(string profile) => _heavy.Arrivals.Where(arrival => arrival.IsFollowUp && arrival.Profile == profile).Average(arrival => arrival.Think.TotalSeconds);
        Assert.InRange(MeanThink("conversational_ai"), 1.9, 2.1);

        // exp(1.1 + 0.33²/2) = 3.172
        Assert.InRange(MeanThink("extreme_context"), 3.05, 3.3);
    }

    [Fact]
    public void Follow_ups_stand_behind_all_first_turns_conversation_by_conversation()
    {
        Arrival[] followUps = [.. _heavy.Arrivals.Skip(_heavy.FirstTurns.Count)];
        Assert.All(followUps, arrival => Assert.True(arrival.IsFollowUp));
        Assert.Equal(followUps.OrderBy(arrival => _heavy.IndexOf(arrival.Conversation)).ThenBy(arrival => arrival.Turn), followUps);
        Assert.Equal(followUps.Where(arrival => arrival.Turn == 2).Take(5).Select(arrival => arrival.Id), followUps.Where(arrival => arrival.Turn == 2).Take(5).SelectMany(arrival => _heavy.FollowUpsOf(_heavy.Arrivals[arrival.Predecessor])).Select(arrival => arrival.Id));
    }

    [Fact]
    public void Replicas_get_conversations_in_turn_and_keep_them()
    {
        Assert.All(_heavy.FirstTurns, (arrival, i) => Assert.Equal(i % 8, _heavy.ReplicaOf(arrival, 8)));
        Assert.All(_heavy.Arrivals.Where(arrival => arrival.IsFollowUp), arrival => Assert.Equal(_heavy.ReplicaOf(_heavy.Arrivals[arrival.Predecessor], 8), _heavy.ReplicaOf(arrival, 8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _heavy.ReplicaOf(_heavy.Arrivals[0], 0));
    }
}
