namespace Emulator.Configuration.Behaviour;

/// <summary>
/// Everything in which vLLM's server, OpenAI's API and a strict server differ as a client sees them. Doors ask here and nowhere else; <see cref="BehaviourTable"/>
/// shows it.
/// </summary>
/// <remarks>vLLM's column follows its source (<c>vllm/entrypoints</c>, <c>rust/</c>), OpenAI's its API reference.</remarks>
public sealed record ServerBehaviour
{
    /// <summary>Whether errors have OpenAI's types and text codes; otherwise vLLM's types and the HTTP status as code.</summary>
    public required bool HasOpenAiErrors { get; init; }

    /// <summary>Whether only what OpenAI's API takes is taken, and refused in its words; otherwise what vLLM takes.</summary>
    public required bool HasOpenAiRequests { get; init; }

    /// <summary>Whether answers have OpenAI's fields alone; otherwise vLLM's too.</summary>
    public required bool HasOpenAiReplies { get; init; }

    /// <summary>To whom models belong.</summary>
    public required string ModelOwner { get; init; }

    /// <summary>What the header <c>Server</c> of answers over HTTP says.</summary>
    public required string ServerHeader { get; init; }

    /// <summary>Whether answers over HTTP tell how long the server took, and the API's version.</summary>
    public required bool TellsProcessingTime { get; init; }

    /// <summary>HTTP status of a request that is refused because too many wait.</summary>
    public required int QueueFullStatus { get; init; }

    /// <summary>Requests that may wait for each that may run, where <see cref="ServerOptions.MaxWaitingQueueLength"/> is not given; null = <see cref="MemoryGuard"/> in all.</summary>
    public required int? WaitingForEachRunning { get; init; }

    /// <summary>Whether a client that lags behind its stream is aborted, where <see cref="ServerOptions.StreamBufferTokens"/> is not given; otherwise it finds all tokens when it reads on.</summary>
    public required bool AbortsSlowReaders { get; init; }

    /// <summary>Whether a dropped stream of <c>vllm.Inference</c> aborts its request. Dropped HTTP streams, and those of our own gRPC service, always do.</summary>
    public required bool AbortsDroppedVllmStreams { get; init; }

    /// <summary>Whether the finish reason comes in a chunk of its own; otherwise with the last token.</summary>
    public required bool FinishesInOwnChunk { get; init; }

    /// <summary>Whether usage always tells the cached tokens; otherwise under <c>enable-prompt-tokens-details</c>.</summary>
    public required bool AlwaysDetailsPromptTokens { get; init; }

    /// <summary>Whether answers always carry <c>X-Request-Id</c>; otherwise under <c>enable-request-id-headers</c>.</summary>
    public required bool AlwaysSendsRequestId { get; init; }

    /// <summary>Whether tools are called under <c>tool_choice: auto</c> as they come; otherwise under <c>enable-auto-tool-choice</c> and <c>tool-call-parser</c>.</summary>
    public required bool CallsToolsUnasked { get; init; }

    /// <summary>Whether a model can be asked for by its name on <c>/v1/models/NAME</c>; otherwise there is only the list.</summary>
    public required bool TellsOneModel { get; init; }

    /// <summary>How long requests in flight go on once the server is told to stop, where <see cref="ServerOptions.DrainTimeout"/> is not given.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Most requests that wait where their number is not a policy: what memory allows with room to spare.</summary>
    public const int MemoryGuard = 100_000;

    /// <summary>The behaviour of one of the servers.</summary>
    public static ServerBehaviour Of(BehaveAs server) => server switch
    {
        BehaveAs.OpenAi => s_openAi,
        BehaveAs.Strict => s_strict,
        _ => s_vllm,
    };

    private static readonly ServerBehaviour s_vllm = new()
    {
        HasOpenAiErrors = false,
        HasOpenAiRequests = false,
        HasOpenAiReplies = false,
        ModelOwner = "vllm",
        ServerHeader = "uvicorn",
        TellsProcessingTime = false,
        QueueFullStatus = 503,
        WaitingForEachRunning = null,
        AbortsSlowReaders = false,
        AbortsDroppedVllmStreams = false,
        FinishesInOwnChunk = false,
        AlwaysDetailsPromptTokens = false,
        AlwaysSendsRequestId = false,
        CallsToolsUnasked = false,
        TellsOneModel = false,
        Drain = TimeSpan.Zero,
    };

    private static readonly ServerBehaviour s_openAi = new()
    {
        HasOpenAiErrors = true,
        HasOpenAiRequests = true,
        HasOpenAiReplies = true,
        ModelOwner = "system",
        ServerHeader = "cloudflare",
        TellsProcessingTime = true,
        QueueFullStatus = 429,
        WaitingForEachRunning = 4,
        AbortsSlowReaders = true,
        AbortsDroppedVllmStreams = true,
        FinishesInOwnChunk = true,
        AlwaysDetailsPromptTokens = true,
        AlwaysSendsRequestId = true,
        CallsToolsUnasked = true,
        TellsOneModel = true,
        Drain = TimeSpan.FromSeconds(30),
    };

    private static readonly ServerBehaviour s_strict = s_openAi with { WaitingForEachRunning = 1 };
}
