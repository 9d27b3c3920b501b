using System.Globalization;
using Emulator;
using LoadGen.Workloads;

namespace LoadGen.Schedule;

/// <summary>Draws all arrivals of a workload, the follow-ups that may never happen included, so that one schedule serves every server.</summary>
internal static class ScheduleGenerator
{
    private const double MaxFirstTurns = 20e6;

    /// <summary>First turns by due time (ties by profile), then the follow-ups in the order of their conversations and turns.</summary>
    public static Arrival[] Draw(Workload workload, long seed, TimeSpan duration, double rateScale, CancellationToken cancellation)
    {
        if (duration <= TimeSpan.Zero)
        {
            throw new InvalidConfigurationException($"duration is {duration.TotalSeconds} s; allowed are durations above 0.");
        }

        if (!(rateScale > 0) || double.IsInfinity(rateScale))
        {
            throw new InvalidConfigurationException($"rate-scale is {rateScale}; allowed are numbers above 0.");
        }

        double expected = workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond) * rateScale * duration.TotalSeconds;
        if (expected > MaxFirstTurns)
        {
            throw new InvalidConfigurationException($"{expected:N0} requests are expected in {duration.TotalSeconds} s; allowed are {MaxFirstTurns:N0}: take a shorter duration or a lower rate-scale.");
        }

        List<Conversation> conversations = [];
        foreach (ClientProfile profile in workload.Profiles)
        {
            DrawProfile(profile, seed, duration, rateScale, conversations, cancellation);
        }

        return InFileOrder(conversations);
    }

    private static Arrival[] InFileOrder(List<Conversation> conversations)
    {
        // The second half of the key keeps arrivals of the same microsecond in the order of their profiles: the sort itself is not stable.
        (long AtTicks, int Drawn)[] keys = new (long, int)[conversations.Count];
        int followUps = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (conversations[i].First.At!.Value.Ticks, i);
            followUps += conversations[i].FollowUps.Length;
        }

        Array.Sort(keys, static (a, b) => a.AtTicks != b.AtTicks ? a.AtTicks.CompareTo(b.AtTicks) : a.Drawn.CompareTo(b.Drawn));
        Arrival[] ordered = new Arrival[keys.Length + followUps];
        int next = keys.Length;
        for (int i = 0; i < keys.Length; i++)
        {
            Conversation conversation = conversations[keys[i].Drawn];
            ordered[i] = conversation.First;
            conversation.FollowUps.CopyTo(ordered, next);
            next += conversation.FollowUps.Length;
        }

        return ordered;
    }

    private static void DrawProfile(ClientProfile profile, long seed, TimeSpan duration, double rateScale, List<Conversation> conversations, CancellationToken cancellation)
    {
        // Three streams, so that another rate leaves the lengths alone, and another conversation the first turns.
        SeededRandom arrivals = new(seed, profile.Name + "/arrivals");
        SeededRandom lengths = new(seed, profile.Name + "/lengths");
        SeededRandom turns = new(seed, profile.Name + "/turns");
        int number = 0;
        foreach (double seconds in profile.Arrivals.Times(arrivals.NextUniform, rateScale))
        {
            cancellation.ThrowIfCancellationRequested();
            TimeSpan at = Microseconds(seconds, profile);
            if (at >= duration)
            {
                return;
            }

            Turn first = new(string.Concat(profile.Name, "-", number++.ToString(CultureInfo.InvariantCulture)), profile.PromptTokens.Sample(lengths), profile.OutputTokens.Sample(lengths));
            conversations.Add(new Conversation(FirstTurn(profile, first, at), FollowUps(profile, first, turns)));
        }
    }

    private static Arrival FirstTurn(ClientProfile profile, Turn turn, TimeSpan at) => new()
    {
        Id = turn.Id,
        At = at,
        Profile = profile.Name,
        PromptTokens = Counted(turn.NewTokens, profile),
        OutputTokens = Counted(turn.OutputTokens, profile),
        MaxOutputTokens = Math.Max(profile.MaxOutputTokens, turn.OutputTokens),
        Conversation = turn.Id,
        Tenant = profile.Tenant,
        Priority = profile.Priority,
        Timeout = profile.Timeout,
    };

    private static Arrival[] FollowUps(ClientProfile profile, Turn first, SeededRandom random)
    {
        if (profile.Conversation is not ConversationShape shape || random.NextUniform() >= shape.OpenProbability)
        {
            return [];
        }

        List<Arrival> followUps = [];
        List<PrefixPart> said = [];
        Turn previous = first;
        long prompt = 0;
        for (int turn = 2; turn <= shape.MaxTurns && random.NextUniform() < shape.ContinueProbability; turn++)
        {
            said.Add(new PrefixPart(previous.Id, previous.NewTokens));
            said.Add(PrefixPart.OutputOf(previous.Id, previous.OutputTokens));
            prompt += (long)previous.NewTokens + previous.OutputTokens;
            TimeSpan think = Microseconds(shape.Think.Sample(random), profile);
            Turn next = new(string.Concat(first.Id, ".", (turn - 1).ToString(CultureInfo.InvariantCulture)), profile.PromptTokens.Sample(random), profile.OutputTokens.Sample(random));
            followUps.Add(new Arrival
            {
                Id = next.Id,
                After = previous.Id,
                Think = think,
                Profile = profile.Name,
                PromptTokens = Counted(prompt + next.NewTokens, profile),
                OutputTokens = Counted(next.OutputTokens, profile),
                MaxOutputTokens = Math.Max(profile.MaxOutputTokens, next.OutputTokens),
                Prefix = [.. said],
                Conversation = first.Id,
                Turn = turn,
                Tenant = profile.Tenant,
                Priority = profile.Priority,
                Timeout = profile.Timeout,
            });
            previous = next;
        }

        return [.. followUps];
    }

    private static int Counted(long tokens, ClientProfile profile) => tokens < int.MaxValue
        ? (int)tokens
        : throw new InvalidConfigurationException($"profile '{profile.Name}' drew {tokens:N0} tokens; allowed are distributions whose prompts and outputs stay below {int.MaxValue:N0}.");

    private static TimeSpan Microseconds(double seconds, ClientProfile profile) => seconds < TimeSpan.MaxValue.TotalSeconds / 2
        ? new TimeSpan((long)Math.Round(seconds * 1e6) * TimeSpan.TicksPerMicrosecond)
        : throw new InvalidConfigurationException($"profile '{profile.Name}' drew a time of {seconds:E1} s; allowed are distributions of shorter times.");

    private readonly record struct Conversation(Arrival First, Arrival[] FollowUps);

    private readonly record struct Turn(string Id, int NewTokens, int OutputTokens);
}
