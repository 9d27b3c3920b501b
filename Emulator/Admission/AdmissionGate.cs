using System.Globalization;
using System.Numerics;
using Emulator.Engine;
using Telemetry.Names;

namespace Emulator.Admission;

/// <summary>
/// Decides on arrival, between steps, whether a request goes to the engine. What it refuses never touches the scheduler, and costs a few
/// comparisons: a refusal must not come seconds late.
/// </summary>
/// <param name="engine">The engine behind the gate; only its counts are read.</param>
/// <param name="maxWaiting">Most requests that wait.</param>
public sealed class AdmissionGate(EngineReplica engine, int maxWaiting)
{
    private volatile bool _isDraining;

    /// <summary>Most requests in flight, waiting and running; null = any number.</summary>
    public int? MaxQueuedRequests { get; init; }

    /// <summary>Prompt tokens of requests without a first token at which nobody is let in any more; null = any number.</summary>
    public int? MaxQueuedTokens { get; init; }

    /// <summary>Whether the gate is closed for good.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Closes the gate: whoever comes now is told that the server is unavailable.</summary>
    public void BeginDrain() => _isDraining = true;

    /// <summary>The first question, before a prompt becomes tokens; and again before its requests are handed in.</summary>
    /// <param name="requests">Requests of the call.</param>
    /// <returns>Why there is no entry; null when there is.</returns>
    public Refusal? Enter(long requests)
    {
        if (_isDraining)
        {
            return Draining;
        }

        // Everybody who is in and does not run waits, those included whom the engine has not picked up yet; not those whose bodies are still on their way, or a few sockets could close the gate.
        long waiting = Math.Max(0, engine.InsideNow - engine.RunningNow);
        return waiting + requests - 1 < maxWaiting
            ? CheckQueued(requests)
            : new Refusal(Outcome.Rejected, RefusalCode.QueueFull, Say($"{waiting} requests are waiting, and this server lets {maxWaiting} wait{Beside(requests)}."));
    }

    // vLLM's two limits, with its names as reasons. Neither asks how long the prompt is, so that nobody waits for a tokenizer to be refused.
    private Refusal? CheckQueued(long requests)
    {
        long others = engine.InsideNow;
        if (others + requests > MaxQueuedRequests)
        {
            return new Refusal(Outcome.Rejected, RefusalCode.QueueFull, Say($"The server is busy: {others} requests are in flight, and it takes {MaxQueuedRequests}{Beside(requests)}. Please try again later.")) { Reason = "max_num_queued_reqs" };
        }

        long tokens = engine.QueuedPromptTokens;
        return tokens >= MaxQueuedTokens
            ? new Refusal(Outcome.Rejected, RefusalCode.QueueFull, Say($"The server's prefill backlog is {tokens} prompt tokens, and it takes further requests below {MaxQueuedTokens}. Please try again later.")) { Reason = "max_num_queued_tokens" }
            : null;
    }

    /// <summary>What a request hears that comes after <see cref="BeginDrain"/>.</summary>
    internal static Refusal Draining { get; } = new(Outcome.Rejected, RefusalCode.Unavailable, "The server is draining and takes no new requests.");

    /// <summary>Most tokens that can be generated after a prompt: what the context leaves, or the KV cache if that is less.</summary>
    public int Room(int promptTokens)
    {
        long kvTokens = ((long)engine.State.KvBlocks * engine.Blueprint.Scheduling.BlockSize) + 1;
        return (int)Math.Max(0, Math.Min(engine.Blueprint.MaxModelLength, kvTokens) - promptTokens);
    }

    /// <summary>The second question, once the lengths are known: whether such a request could ever finish here.</summary>
    /// <param name="promptTokens">Tokens of the prompt, at least 1.</param>
    /// <param name="maxTokens">Most tokens of the answer, or null for as many as there is room for.</param>
    /// <param name="operation">What is asked for: one of <see cref="Operations"/>. OpenAI's API says it of messages or of a prompt.</param>
    /// <returns>Why it could not; null when it could.</returns>
    public Refusal? CheckLength(int promptTokens, BigInteger? maxTokens, string operation)
    {
        EngineBlueprint blueprint = engine.Blueprint;
        BigInteger answer = maxTokens ?? Math.Max(1, Room(promptTokens));
        BigInteger both = promptTokens + answer;
        if (both > blueprint.MaxModelLength)
        {
            // vLLM's sentence: clients take the numbers out of it.
            BigInteger output = maxTokens ?? 0;
            return TooLong(Say(
                $"This model's maximum context length is {blueprint.MaxModelLength} tokens. However, you requested {output} output tokens and your prompt contains at least {promptTokens} input tokens, for a total of at least {promptTokens + output} tokens. Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_tokens, value={promptTokens})")) with
            {
                Field = "input_tokens",
                OpenAi = WordsFor(blueprint.MaxModelLength, promptTokens, maxTokens, operation),
            };
        }

        if (!blueprint.Scheduling.ChunkedPrefill && promptTokens > blueprint.Scheduling.TokenBudget)
        {
            return TooLong(Say($"The prompt of {promptTokens} tokens is more than the {blueprint.Scheduling.TokenBudget} tokens that this server takes in one step without chunked prefill.")) with
            {
                OpenAi = WordsFor(blueprint.Scheduling.TokenBudget, promptTokens, maxTokens: null, operation),
            };
        }

        long kvTokens = (long)engine.State.KvBlocks * blueprint.Scheduling.BlockSize;
        return engine.Fits(promptTokens, (int)answer)
            ? null
            : TooLong(Say($"The KV cache of this server holds {kvTokens} tokens. However, you requested {both} tokens ({promptTokens} in the prompt, {answer} in the completion).")) with
            {
                OpenAi = WordsFor(kvTokens, promptTokens, maxTokens, operation),
            };
    }

    private static OpenAiWords WordsFor(long most, int promptTokens, BigInteger? maxTokens, string operation)
    {
        if (operation == Operations.TextCompletion)
        {
            BigInteger answer = maxTokens ?? 0;
            return new OpenAiWords(Say(
                $"This model's maximum context length is {most} tokens, however you requested {promptTokens + answer} tokens ({promptTokens} in your prompt; {answer} for the completion). Please reduce your prompt; or completion length."));
        }

        return new OpenAiWords(
            maxTokens is { } asked
                ? Say($"This model's maximum context length is {most} tokens. However, you requested {promptTokens + asked} tokens ({promptTokens} in the messages, {asked} in the completion). Please reduce the length of the messages or completion.")
                : Say($"This model's maximum context length is {most} tokens. However, your messages resulted in {promptTokens} tokens. Please reduce the length of the messages."),
            "messages",
            "context_length_exceeded");
    }

    private static string Beside(long requests) => requests == 1 ? "" : Say($"; this call asks for {requests} answers");

    private static Refusal TooLong(string message) => new(Outcome.Invalid, RefusalCode.ContextLengthExceeded, message);

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
