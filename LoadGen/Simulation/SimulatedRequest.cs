using Emulator.Engine;
using Emulator.KvCache;
using LoadGen.Schedule;

namespace LoadGen.Simulation;

/// <summary>One arrival inside a simulated engine.</summary>
internal sealed class SimulatedRequest : EngineRequest
{
    public SimulatedRequest(Arrival arrival, TimeSpan? timeout)
        : base(arrival.Id, PromptOf(arrival), arrival.MaxOutputTokens, arrival.OutputTokens, timeout, arrival.Priority)
    {
        Arrived = arrival;
        Tenant = arrival.Tenant ?? "";
    }

    public Arrival Arrived { get; }

    /// <summary>The step in which it sampled first, as <see cref="TokenGaps"/> counts them; negative = not yet.</summary>
    public int FirstStep { get; set; } = -1;

    /// <summary>The step in which it sampled last; the step before no step = not yet.</summary>
    public int LastStep { get; set; } = -2;

    /// <summary>Pairs of steps between which it sampled nothing, because it was preempted or got no share; null for most.</summary>
    public List<(int Before, int After)>? Stalls { get; set; }

    private static TokenSequence PromptOf(Arrival arrival)
    {
        if (arrival.Prefix.Count == 0)
        {
            return new TokenSequence(TokenRun.OfPart(arrival.Id, arrival.PromptTokens));
        }

        TokenRun[] runs = new TokenRun[arrival.Prefix.Count + 1];
        int own = arrival.PromptTokens;
        for (int i = 0; i < arrival.Prefix.Count; i++)
        {
            runs[i] = TokenRun.OfPart(arrival.Prefix[i].Id, arrival.Prefix[i].Tokens);
            own -= arrival.Prefix[i].Tokens;
        }

        runs[^1] = TokenRun.OfPart(arrival.Id, own);
        return new TokenSequence(runs);
    }
}
