using Emulator.KvCache;
using Emulator.Scheduling;

namespace Emulator.SchedulerCases;

/// <summary>A request of a case.</summary>
/// <param name="Id">Its id; free again when it has ended.</param>
/// <param name="Prompt">Its tokens.</param>
/// <param name="OutputStart">The value of its output token 0; token i is that many more.</param>
/// <param name="MaxTokens">Most tokens it may generate.</param>
/// <param name="StopAfter">Tokens after which it stops by itself; null = never.</param>
/// <param name="Priority">Smaller is more important.</param>
/// <param name="Arrival">Its arrival number for the priority policy; null = the order of adds.</param>
public sealed record CaseRequest(string Id, TokenSequence Prompt, ulong OutputStart, int MaxTokens, int? StopAfter, int Priority, long? Arrival)
{
    /// <summary>The request as the scheduler takes it.</summary>
    public Sequence ToSequence()
    {
        Sequence sequence = new(Id, Prompt, MaxTokens, StopAfter ?? int.MaxValue, Priority) { OutputStart = OutputStart };
        if (Arrival is { } arrival)
        {
            sequence.Arrival = arrival;
        }

        return sequence;
    }
}
