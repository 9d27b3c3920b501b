using Emulator.Engine;
using Emulator.Scheduling;
using Emulator.Time;

namespace Tests.Simulation;

/// <summary>What must hold of every request from its receipt to its end.</summary>
internal sealed class RequestChecks(IReadOnlyDictionary<Sequence, Client> live)
{
    private static readonly Dictionary<Outcome, string[]> s_reasons = new()
    {
        [Outcome.Completed] = ["stop", "length"],
        [Outcome.Invalid] = ["context_length_exceeded"],
        [Outcome.TimedOut] = ["queue", "prefill", "decode"],
        [Outcome.Cancelled] = ["client_disconnected", "slow_consumer"],
        [Outcome.Failed] = ["engine_crashed", "kv_pool_too_small", "token_budget_too_small"],
    };

    private long _ended;

    public long Received { get; set; }

    /// <summary>Received = ended + in flight.</summary>
    public void CheckBooks() => Must.Hold(Received == _ended + live.Count, $"{Received} received, but {_ended} ended and {live.Count} are in flight");

    /// <summary>When a step begins, nobody who is past the deadline is still here.</summary>
    public void CheckDeadlines(ModelTime stepStart)
    {
        foreach (Client client in live.Values)
        {
            Must.Hold(client.Request.Deadline > stepStart, $"{client.Request.Id} was due at {client.Request.Deadline.Seconds} s and lives in the step that starts at {stepStart.Seconds} s");
        }
    }

    public void CheckEnd(Client client)
    {
        LiveRequest request = client.Request;
        string id = request.Id;
        _ended++;
        Must.Hold(++client.Ends == 1, $"{id} ended {client.Ends} times");
        Must.Hold(request.Outcome is { } outcome && s_reasons.TryGetValue(outcome, out string[]? reasons) && reasons.Contains(request.Reason), $"{id} ended as {request.Outcome}, reason {request.Reason}");
        Must.Hold(request.Place == SequencePlace.Ended || request.Outcome == Outcome.Invalid || request.AdmittedAt is null, $"{id} has ended and is {request.Place}");
        Must.Hold(request.Blocks.Count == 0, $"{id} has ended and holds {request.Blocks.Count} KV blocks");
        Must.Hold(request.EndedAt >= request.ReceivedAt, $"{id} ended before it came");
        Must.Hold(request.AdmittedAt is not { } admitted || (admitted >= request.ReceivedAt && admitted <= request.EndedAt), $"{id} was admitted out of its life");
        Must.Hold(request.FirstTokenAt is not { } first || (first >= request.AdmittedAt && first <= request.EndedAt), $"{id} gave its first token out of its life");
        Must.Hold(request.FirstTokenAt is null == (request.Outputs == 0), $"{id} has {request.Outputs} output tokens, the first at {request.FirstTokenAt?.Seconds} s");
        Must.Hold(client.Published == client.Read, $"{id}: {client.Published} tokens were published, {client.Read} read");
        Must.Hold(client.Published == request.Outputs || (request.HasLostTokens && request.Outcome != Outcome.Completed), $"{id}: {request.Outputs} tokens were sampled, {client.Published} published");
        Must.Hold(client.Work == request.ComputedInAll, $"{id}: steps computed {client.Work} tokens for it, its books say {request.ComputedInAll}");
        if (request.Outcome == Outcome.Completed)
        {
            int wanted = Math.Min(request.MaxTokens, request.StopAfter);
            Must.Hold(request.Outputs == wanted, $"{id} completed with {request.Outputs} tokens of {wanted}");
            Must.Hold(request.Reason == (request.StopAfter <= request.MaxTokens ? "stop" : "length"), $"{id} completed because of {request.Reason}");
        }
    }
}
