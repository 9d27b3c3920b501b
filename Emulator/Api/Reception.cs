using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Emulator.Admission;
using Emulator.Configuration;
using Emulator.Configuration.Behaviour;
using Emulator.Content;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Numerics;
using Emulator.Prometheus;
using Emulator.Time;
using Emulator.Tracing;

namespace Emulator.Api;

/// <summary>What the doors have in common: the engine behind them, the gate before it, and the ids of those inside.</summary>
internal sealed class Reception
{
    private readonly CallRegister _inside = new();
    private readonly Lock _entering = new();
    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[][]? _apiKeys;
    private readonly EngineMetrics _metrics;
    private readonly DoorFigures _figures;
    private long _madeIds;

    public Reception(EngineSetup setup, EngineReplica engine, EngineMetrics metrics, DoorFigures figures, ReplyWriter replies)
    {
        Spans = new RequestSpans(setup.ServedModelName, RequestSpans.Source);
        _metrics = metrics;
        _figures = figures;
        Setup = setup;
        Engine = engine;
        Replies = replies;
        Control = new RequestControl(setup.Options.RequestControl ? setup.ServedModelNames : null);
        Gate = new AdmissionGate(engine, setup.Options.MostWaiting) { MaxQueuedRequests = setup.Options.MaxNumQueuedReqs, MaxQueuedTokens = setup.Options.MaxNumQueuedTokens };
        Fingerprint = SystemFingerprint.Of(setup);
        _apiKeys = setup.Options.ApiKey is { } keys ? [.. keys.Select(Digest)] : null;
    }

    /// <summary>What is served.</summary>
    public EngineSetup Setup { get; }

    /// <summary>Who serves it.</summary>
    public EngineReplica Engine { get; }

    /// <summary>Who gets in.</summary>
    public AdmissionGate Gate { get; }

    /// <summary>The spans of requests.</summary>
    public RequestSpans Spans { get; init; }

    /// <summary>What answers read.</summary>
    public ReplyWriter Replies { get; }

    /// <summary>What clients may say of their answers.</summary>
    public RequestControl Control { get; }

    /// <summary>Text to tokens.</summary>
    public PromptTokenizer Tokenizer => Replies.Tokenizer;

    /// <summary>Ids of tokens are below this: the larger one of the model's vocabulary and the tokenizer's, which need not be the model's own.</summary>
    public int VocabularySize => Math.Max(Setup.Model.VocabularySize, Tokenizer.VocabularySize);

    /// <summary>Most alternatives that a request may ask for at each token.</summary>
    public int MostLogprobs => Setup.Options.MaxLogprobs is >= 0 and int most ? most : VocabularySize;

    /// <summary>What vLLM's answers tell of the server; null = nothing.</summary>
    public string? Fingerprint { get; }

    /// <summary>When the server started, by the host's calendar.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>What those hear who carry none of the keys.</summary>
    public static Refusal NoKey { get; } = new(Outcome.Invalid, RefusalCode.InvalidApiKey, "The request carries no valid API key; send it as 'authorization: Bearer KEY'.");

    /// <summary>How to treat clients where servers differ.</summary>
    public ServerBehaviour Behaviour => Setup.Options.Behaviour;

    /// <summary>Whether answers over HTTP carry the request's id in a header.</summary>
    public bool SendsRequestIds => Behaviour.AlwaysSendsRequestId || Setup.Options.EnableRequestIdHeaders;

    /// <summary>Most characters of a request's own name over HTTP.</summary>
    public int LongestId => Behaviour.HasOpenAiRequests ? FieldCheck.LongestName : FieldCheck.LongestId;

    /// <summary>Fewest tokens of an answer that are written at once, but at its beginning and its end: a request can only ask for more than the server's own.</summary>
    public int StreamIntervalOf(GenerationRequest asked) => Math.Min(Math.Max(Setup.Options.StreamInterval, asked.StreamInterval), Setup.Options.MostUnreadTokens);

    /// <summary>A duration by the emulated server's clock as the client's clock sees it; at time scale 0 it is taken as it is.</summary>
    public TimeSpan ToWall(TimeSpan model) => Setup.Options.TimeScale > 0 ? model * Setup.Options.TimeScale : model;

    /// <summary>Refuses whoever does not carry the key, if there is one.</summary>
    /// <param name="authorization">The header of that name.</param>
    /// <exception cref="RefusedException">It is not the key.</exception>
    public void CheckKey(string? authorization)
    {
        if (!HasKey(authorization))
        {
            throw new RefusedException(NoKey);
        }
    }

    /// <summary>Whether a header carries one of the keys, or none is needed. The scheme in any case, the key as it stands; how long it takes tells nothing.</summary>
    /// <param name="authorization">The header of that name.</param>
    public bool HasKey(string? authorization)
    {
        if (_apiKeys is null)
        {
            return true;
        }

        string[] sides = (authorization ?? "").Split(' ', 2);
        byte[] given = Digest(sides[^1]);
        bool isOne = false;
        foreach (byte[] key in _apiKeys)
        {
            isOne |= CryptographicOperations.FixedTimeEquals(given, key);
        }

        return isOne && sides.Length == 2 && sides[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses requests for another model than the one that is served.</summary>
    /// <exception cref="RefusedException">It is another, or what stands behind its name says nothing.</exception>
    public void CheckModel(string? model)
    {
        if (!Serves(model))
        {
            string name = Control.ModelOf(model)!;
            throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.ModelNotFound, $"The model `{name}` does not exist.")
            {
                Field = "model",
                OpenAi = new OpenAiWords($"The model `{name}` does not exist or you do not have access to it.", Code: "model_not_found"),
            });
        }

        Control.CheckSuffix(model);
    }

    /// <summary>Whether this is the model that is served; none is taken for it.</summary>
    public bool Serves(string? model)
    {
        model = Control.ModelOf(model);
        return string.IsNullOrEmpty(model) || Setup.ServedModelNames.Contains(model, StringComparer.Ordinal);
    }

    /// <summary>Refuses orders to sleep and to wake up, unless the server was started for them.</summary>
    /// <exception cref="RefusedException">It was not.</exception>
    public void RequireSleepMode()
    {
        if (!Setup.Options.EnableSleepMode)
        {
            throw new RefusedException(VllmRefusals.NoSleepMode);
        }
    }

    /// <summary>Asks the gate for several answers before any of them is made: a small body can ask for millions.</summary>
    /// <exception cref="RefusedException">They stay outside.</exception>
    public void RequireRoom(long requests) => ThrowIf(Gate.Enter(requests));

    /// <summary>Reads a call, asks the gate, and hands its requests to the engine: all of them or none.</summary>
    /// <exception cref="RefusedException">They stay outside.</exception>
    public async ValueTask<IReadOnlyList<Answer>> AdmitAsync(Func<ValueTask<IReadOnlyList<GenerationRequest>>> read, string operation, Func<int, Activity?> spanOf, ClientPatience client)
    {
        if (Gate.IsDraining)
        {
            throw new RefusedException(AdmissionGate.Draining);
        }

        IReadOnlyList<GenerationRequest> asked = await read().ConfigureAwait(false);
        string callId = asked[0].Id ?? NextId();
        string[] ids = _inside.TryTake(callId, asked.Count, asked[0].SharesId)
            ?? throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.DuplicateRequestId, $"request_id is '{callId}', which belongs to a request that has not ended.") { Field = "request_id" });
        List<Activity?> others = [];
        try
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            Answer[] answers = [.. asked.Select((one, index) => Prepare(one, callId, ids[index], index, operation, SpanOf, client, now))];
            Dictionary<int, Alternatives> alternatives = asked.CountBy(one => one.PromptIndex).ToDictionary(prompt => prompt.Key, prompt => new Alternatives(prompt.Value));
            for (int i = 0; i < answers.Length; i++)
            {
                answers[i].Request.Alternatives = alternatives[asked[i].PromptIndex];
            }

            Enter(answers);
            return answers;
        }
        catch
        {
            // Of those that an engine got before it stopped, it ends each, and nobody waits for them.
            _inside.GiveBack(ids);
            TellIfEmpty();
            others.ForEach(span => span?.Dispose());
            throw;
        }

        Activity? SpanOf(int index)
        {
            Activity? span = spanOf(index);
            if (index > 0)
            {
                others.Add(span);
            }

            return span;
        }
    }

    /// <summary>Counts a request that never reached the engine.</summary>
    public void EndOutside(Activity? span, string operation, Outcome outcome, string reason)
    {
        Engine.Ledger.End(outcome);
        _metrics.RequestRefused(outcome, reason, operation);
        _figures.Ended(outcome, reason);
        RequestSpans.EndRefused(span, requestId: null, outcome, reason);
    }

    /// <summary>Ends the requests of the call of that id, whichever door it came through; nothing happens where there is none.</summary>
    public void Abort(string id)
    {
        foreach (Answer answer in _inside.Of(id))
        {
            Engine.Abort(answer.Request, Outcome.Cancelled, RefusalCode.Aborted);
        }
    }

    /// <summary>Frees a request's id: it has ended, and its answer is written.</summary>
    public void Forget(Answer answer)
    {
        _inside.Leave(answer);
        TellIfEmpty();
    }

    /// <summary>After the gate has closed: waits until the last answer is written, or somebody is impatient.</summary>
    public Task EmptyAsync(CancellationToken impatience)
    {
        if (_inside.IsEmpty)
        {
            _isEmpty.TrySetResult();
        }

        return Task.WhenAny(_isEmpty.Task, Task.Delay(Timeout.Infinite, impatience));
    }

    /// <summary>An id for a request that has none.</summary>
    public string NextId()
    {
        // It looks random, as vLLM's, but is counted: a server that is asked the same things in the same order gives the same answers.
        string id;
        do
        {
            ulong made = (ulong)Interlocked.Increment(ref _madeIds);
            id = string.Create(CultureInfo.InvariantCulture, $"{SplitMix64.Mix(made + (ulong)Setup.Options.Seed):x16}{SplitMix64.Mix(made ^ ulong.MaxValue):x16}");
        }
        while (_inside.Has(id));
        return id;
    }

    // One call after the other, so that no two take the same room.
    private void Enter(Answer[] answers)
    {
        lock (_entering)
        {
            ThrowIf(Gate.Enter(answers.Length));
            for (int i = 0; i < answers.Length; i++)
            {
                if (i > 0)
                {
                    Engine.Ledger.Receive();
                }

                if (!Engine.Submit(answers[i].Request))
                {
                    throw new RefusedException(AdmissionGate.Draining);
                }
            }

            _inside.Enter(answers);
        }
    }

    private void TellIfEmpty()
    {
        if (Gate.IsDraining && _inside.IsEmpty)
        {
            _isEmpty.TrySetResult();
        }
    }

    private Answer Prepare(GenerationRequest asked, string callId, string id, int index, string operation, Func<int, Activity?> spanOf, ClientPatience client, DateTimeOffset now)
    {
        TokenSequence prompt = asked.Prompt(id);
        ThrowIf(Gate.CheckLength(prompt.Length, asked.MaxTokens, operation));
        int maxTokens = asked.MaxTokens is { } most ? (int)most : Gate.Room(prompt.Length);
        ulong seed = asked.Seed is { } given ? (index == 0 ? given : SplitMix64.Mix(given + (ulong)index)) : SyntheticProse.For(Setup.Options.Seed, id).Seed;
        Reply reply = Replies.Write(asked.Reply, seed, maxTokens);
        LiveRequest request = new(id, prompt, maxTokens, reply.Length, Setup.Options.MostUnreadTokens, Engine.Blueprint.TimeoutFor(Duration.Shorter(asked.Timeout, ToModel(client.Left))), asked.Priority)
        {
            Operation = operation,
            Span = spanOf(index),
            Tenant = asked.Tenant,
            CacheSalt = asked.CacheSalt,
            BypassesPrefixCache = asked.BypassesPrefixCache,
        };
        return new Answer(request, callId, index, asked, reply, now);
    }

    private static void ThrowIf(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new RefusedException(refusal);
        }
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private TimeSpan? ToModel(TimeSpan? wall)
    {
        // A deadline that has passed already still needs a timeout above none.
        TimeSpan? left = wall < TimeSpan.FromTicks(1) ? TimeSpan.FromTicks(1) : wall;
        double scale = Setup.Options.TimeScale;
        return scale > 0 && left is { } span ? TimeSpan.FromSeconds(Math.Min(span.TotalSeconds / scale, TimeSpan.FromDays(365).TotalSeconds)) : left;
    }
}
