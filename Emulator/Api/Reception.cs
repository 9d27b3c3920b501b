using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Emulator.Admission;
using Emulator.Configuration;
using Emulator.Content;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Time;
using Emulator.Tracing;

namespace Emulator.Api;

/// <summary>What the doors have in common: the engine behind them, the gate before it, and the ids of those inside.</summary>
internal sealed class Reception
{
    private readonly ConcurrentDictionary<string, Answer> _inside = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[][]? _apiKeys;
    private readonly EngineMetrics _metrics;
    private long _madeIds;

    public Reception(EngineSetup setup, EngineReplica engine, EngineMetrics metrics)
    {
        Spans = new RequestSpans(setup.ServedModelName);
        _metrics = metrics;
        Setup = setup;
        Engine = engine;
        Gate = new AdmissionGate(engine, setup.Options.MaxWaitingQueueLength) { MaxQueuedRequests = setup.Options.MaxNumQueuedReqs, MaxQueuedTokens = setup.Options.MaxNumQueuedTokens };
        _apiKeys = setup.Options.ApiKey is { } keys ? [.. keys.Select(Digest)] : null;
    }

    /// <summary>What is served.</summary>
    public EngineSetup Setup { get; }

    /// <summary>Who serves it.</summary>
    public EngineReplica Engine { get; }

    /// <summary>Who gets in.</summary>
    public AdmissionGate Gate { get; }

    /// <summary>The spans of requests.</summary>
    public RequestSpans Spans { get; }

    /// <summary>When the server started, by the host's calendar.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Fewest tokens that are written at once, but at the end.</summary>
    public int StreamInterval => Setup.Options.StreamInterval;

    /// <summary>A duration by the emulated server's clock as the client's clock sees it; at time scale 0 it is taken as it is.</summary>
    public TimeSpan ToWall(TimeSpan model) => Setup.Options.TimeScale > 0 ? model * Setup.Options.TimeScale : model;

    /// <summary>Refuses whoever does not carry the key, if there is one.</summary>
    /// <param name="authorization">The header of that name.</param>
    /// <exception cref="RefusedException">It is not the key.</exception>
    public void CheckKey(string? authorization)
    {
        if (!HasKey(authorization))
        {
            throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.InvalidApiKey, "The request carries no valid API key; send it as 'authorization: Bearer KEY'."));
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
    /// <exception cref="RefusedException">It is another.</exception>
    public void CheckModel(string? model)
    {
        bool isServed = string.IsNullOrEmpty(model)
            || Setup.ServedModelNames.Contains(model, StringComparer.OrdinalIgnoreCase)
            || (Setup.Options.ServedModelName is null && Setup.Model.Aliases.Append(Setup.Model.Name).Contains(model, StringComparer.OrdinalIgnoreCase));
        if (!isServed)
        {
            throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.ModelNotFound, $"The model '{model}' is not served here; served is {Setup.ServedModelName}.") { Field = "model" });
        }
    }

    /// <summary>Asks the gate, reads the request, and hands it to the engine.</summary>
    /// <exception cref="RefusedException">It stays outside.</exception>
    public async ValueTask<Answer> AdmitAsync(Func<ValueTask<GenerationRequest>> read, string operation, Activity? span, ClientPatience client)
    {
        ThrowIf(Gate.Enter());
        GenerationRequest asked = await read().ConfigureAwait(false);
        string id = asked.Id ?? NextId();
        TokenSequence prompt = asked.Prompt(id);
        ThrowIf(Gate.CheckLength(prompt.Length, asked.MaxTokens));
        int maxTokens = asked.MaxTokens ?? Gate.Room(prompt.Length);
        ulong seed = asked.Seed ?? SyntheticProse.For(Setup.Options.Seed, id).Seed;
        int length = asked.IgnoreEos ? int.MaxValue : asked.OutputTokens ?? AnswerLength.Draw(seed);
        LiveRequest request = new(id, prompt, maxTokens, length, Setup.Options.StreamBufferTokens, Engine.Blueprint.TimeoutFor(Duration.Shorter(asked.Timeout, ToModel(client.Left))), asked.Priority)
        {
            Operation = operation,
            Span = span,
            Tenant = asked.Tenant,
            CacheSalt = asked.CacheSalt,
        };
        Answer answer = new(request, new SyntheticProse(seed), DateTimeOffset.UtcNow);
        if (!_inside.TryAdd(id, answer))
        {
            throw new RefusedException(new Refusal(Outcome.Invalid, RefusalCode.DuplicateRequestId, $"request_id is '{id}', which belongs to a request that has not ended.") { Field = "request_id" });
        }

        if (!Engine.Submit(request))
        {
            Forget(answer);
            throw new RefusedException(AdmissionGate.Draining);
        }

        return answer;
    }

    /// <summary>Counts a request that never reached the engine.</summary>
    public void EndOutside(Activity? span, string operation, Outcome outcome, string reason)
    {
        Engine.Ledger.End(outcome);
        _metrics.RequestRefused(outcome, reason, operation);
        RequestSpans.EndRefused(span, requestId: null, outcome, reason);
    }

    /// <summary>Frees a request's id: it has ended, and its answer is written.</summary>
    public void Forget(Answer answer)
    {
        _inside.TryRemove(answer.Request.Id, out _);
        if (Gate.IsDraining && _inside.IsEmpty)
        {
            _isEmpty.TrySetResult();
        }
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

    private string NextId()
    {
        // Counted, not random: a server that is asked the same things in the same order gives the same answers.
        string id;
        do
        {
            id = string.Create(CultureInfo.InvariantCulture, $"req-{Interlocked.Increment(ref _madeIds)}");
        }
        while (_inside.ContainsKey(id));
        return id;
    }
}
