using System.Diagnostics;
using System.Threading.Channels;
using Emulator.KvCache;
using Emulator.Time;
using Telemetry.Names;

namespace Emulator.Engine;

/// <summary>A request that somebody waits for: its tokens queue here between the engine's thread and the door that writes them out.</summary>
public sealed class LiveRequest : EngineRequest
{
    private readonly Channel<TokenBatch> _tokens;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A request as a door hands it in; the arguments are those of <see cref="EngineRequest"/>.</summary>
    /// <param name="id">Names the request; unique among the live ones.</param>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="maxTokens">Most tokens it may generate.</param>
    /// <param name="outputTokens">Tokens after which it stops by itself.</param>
    /// <param name="streamBufferTokens">Tokens that may wait for a slow reader before the request is aborted.</param>
    /// <param name="timeout">Total time it may take, model time; null = for ever.</param>
    /// <param name="priority">Smaller is more important.</param>
    public LiveRequest(string id, TokenSequence prompt, int maxTokens, int outputTokens, int streamBufferTokens, TimeSpan? timeout = null, int priority = 0)
        : base(id, prompt, maxTokens, outputTokens, timeout, priority) =>
        _tokens = Channel.CreateBounded<TokenBatch>(new BoundedChannelOptions(streamBufferTokens)
        {
            // A continuation that ran on the engine's thread would make every other request wait for one client's socket.
            AllowSynchronousContinuations = false,
            SingleReader = true,
            SingleWriter = true,
        });

    /// <summary>The tokens, as they come. Ends when the request has ended; <see cref="EngineRequest.Outcome"/> is set by then.</summary>
    public ChannelReader<TokenBatch> Stream => _tokens.Reader;

    /// <summary>Completes when the request has ended and its tokens have been read.</summary>
    public Task Ended => _tokens.Reader.Completion;

    /// <summary>Completes when the request has ended, whether its tokens have been read or not.</summary>
    public Task Over => _over.Task;

    /// <summary>Its trace span, begun by the door that took it in; null when nobody traces it.</summary>
    public Activity? Span { get; init; }

    /// <summary>What was asked for, as telemetry calls it.</summary>
    public string Operation { get; init; } = Operations.TextCompletion;

    /// <summary>The answers of its call to the same prompt; null = it is the only one.</summary>
    public Alternatives? Alternatives { get; set; }

    /// <summary>Host time at which it was received, admitted, gave its first token and ended, for spans: <see cref="Stopwatch"/> stamps, 0 = never.</summary>
    public HostStamps Stamps { get; } = new();

    /// <summary>Hands the reader a token. Once there was no room for one, there is none for those behind it: a stream ends early, and has no holes.</summary>
    internal bool Publish(ModelTime at)
    {
        HasLostTokens = HasLostTokens || !_tokens.Writer.TryWrite(new TokenBatch(1, at));
        return !HasLostTokens;
    }

    internal void Close()
    {
        _tokens.Writer.TryComplete();
        _over.TrySetResult();
    }
}
