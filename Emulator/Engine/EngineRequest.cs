using Emulator.KvCache;
using Emulator.Scheduling;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>A request inside the engine: what the scheduler needs, and when things happened to it. Only the engine's thread writes it.</summary>
public class EngineRequest : Sequence
{
    /// <summary>A request as a door or a schedule hands it in.</summary>
    /// <param name="id">Names the request; unique among the live ones.</param>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="maxTokens">Most tokens it may generate.</param>
    /// <param name="outputTokens">Tokens after which it stops by itself.</param>
    /// <param name="timeout">Total time it may take, model time; null = for ever.</param>
    /// <param name="priority">Smaller is more important.</param>
    public EngineRequest(string id, TokenSequence prompt, int maxTokens, int outputTokens, TimeSpan? timeout = null, int priority = 0)
        : base(id, prompt, maxTokens, outputTokens, priority) => Timeout = timeout;

    /// <summary>Total time it may take, model time; null = for ever.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>When it reached the engine.</summary>
    public ModelTime ReceivedAt { get; internal set; }

    /// <summary>When the step that admitted it first began; null while it waits.</summary>
    public ModelTime? AdmittedAt { get; internal set; }

    /// <summary>End of the step that gave its first token; null until then.</summary>
    public ModelTime? FirstTokenAt { get; internal set; }

    /// <summary>When it ended; null while it lives.</summary>
    public ModelTime? EndedAt { get; internal set; }

    /// <summary>How it ended; null while it lives.</summary>
    public Outcome? Outcome { get; internal set; }

    /// <summary>Why it ended so: the finish reason of a completed request, the phase of a timeout, the cause of anything else.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Engine steps from its first admission to its end, both included; 0 when it was never admitted.</summary>
    public long Steps { get; internal set; }

    /// <summary>The point at which it times out; <see cref="ModelTime.Never"/> without a timeout, and with one that goes beyond all time.</summary>
    public ModelTime Deadline => Timeout is { } timeout && timeout < ModelTime.Never - ReceivedAt ? ReceivedAt + timeout : ModelTime.Never;

    /// <summary>Time in the queue before its first admission; null when it never was admitted.</summary>
    public TimeSpan? QueueTime => AdmittedAt - ReceivedAt;

    /// <summary>From admission to first token; null without one.</summary>
    public TimeSpan? PrefillTime => FirstTokenAt - AdmittedAt;

    /// <summary>From first token to end; null without a first token or an end.</summary>
    public TimeSpan? DecodeTime => EndedAt - FirstTokenAt;

    internal long AdmittedInStep { get; set; }

    /// <summary>End of the step that gave its newest token; kept by whoever measures the gaps between tokens.</summary>
    internal ModelTime NewestTokenAt { get; set; }

    /// <summary>Order of receipt, from 0; the scheduler's <see cref="Sequence.Arrival"/> is that of reaching it.</summary>
    internal long Receipt { get; set; }

    /// <summary>Whether a token of it was lost because its reader is too slow. It can no longer complete.</summary>
    internal bool HasLostTokens { get; set; }

    /// <summary>Whether it waits in the <see cref="IngestStage"/>.</summary>
    internal bool IsHeldBack { get; set; }

    /// <summary>What it is doing, for the message of a timeout.</summary>
    internal string Phase => FirstTokenAt is not null ? "decode" : AdmittedAt is not null ? "prefill" : "queue";
}
