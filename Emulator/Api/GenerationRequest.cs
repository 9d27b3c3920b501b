using System.Numerics;
using Emulator.Content;
using Emulator.KvCache;

namespace Emulator.Api;

/// <summary>What a client asks for, in the engine's terms. Doors make it from what came over the wire; nobody else does.</summary>
internal sealed record GenerationRequest
{
    /// <summary>The client's own name for the request; null = the server makes one.</summary>
    public string? Id { get; init; }

    /// <summary>Whether others may have that name at the same time, as gateways give it that ask again before they have an answer; otherwise it is refused while another has it.</summary>
    public bool SharesId { get; init; }

    /// <summary>The prompt, once the request has its name: a synthetic prompt's own tokens are called after it.</summary>
    public required Func<string, TokenSequence> Prompt { get; init; }

    /// <summary>Most tokens to generate; null = as many as there is room for.</summary>
    public BigInteger? MaxTokens { get; init; }

    /// <summary>What the answer is to be like.</summary>
    public ReplyOrder Reply { get; init; } = new();

    /// <summary>Which of the prompts of one call this answers, from 0; usage counts a prompt once.</summary>
    public int PromptIndex { get; init; }

    /// <summary>Seed of the answer; null = the server's seed and the request's id.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Total time it may take, model time; null = as long as the server allows.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Smaller is more important.</summary>
    public int Priority { get; init; }

    /// <summary>Whom it belongs to; empty = nobody in particular.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Shares cached prefixes only with requests of the same salt; null = with those that have none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Fewest tokens that are written at once; the server's own where that is more.</summary>
    public int StreamInterval { get; init; } = 1;

    /// <summary>Whether to compute the whole prompt though a prefix of it is cached.</summary>
    public bool BypassesPrefixCache { get; init; }
}
