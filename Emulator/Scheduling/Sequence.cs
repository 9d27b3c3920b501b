using Emulator.KvCache;

namespace Emulator.Scheduling;

/// <summary>
/// One request as the scheduler sees it: a prompt, its growing output, and how much of both is in the KV cache. There is no prefill or
/// decode state: what remains to be computed is <see cref="Remaining"/>, the whole prompt at first and one token while decoding.
/// </summary>
public class Sequence
{
    internal const long Unassigned = long.MinValue;

    // Read for every sequence in every step: kept here, so that a step need not look into the prompt.
    private readonly int _promptTokens;

    /// <summary>A request that is in no queue yet.</summary>
    /// <param name="id">Names the request; unique among the live ones.</param>
    /// <param name="prompt">Its prompt, at least one token.</param>
    /// <param name="maxTokens">Most tokens it may generate, at least 1.</param>
    /// <param name="stopAfter">Tokens after which it stops by itself.</param>
    /// <param name="priority">Smaller is more important; read by the priority policy alone.</param>
    public Sequence(string id, TokenSequence prompt, int maxTokens, int stopAfter, int priority = 0)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentOutOfRangeException.ThrowIfLessThan(prompt.Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stopAfter, 1);
        Id = id;
        Prompt = prompt;
        Priority = priority;
        MaxTokens = maxTokens;
        StopAfter = stopAfter;
        Tokens = _promptTokens = prompt.Length;
        TokensAtEnd = (int)Math.Min(int.MaxValue, (long)prompt.Length + Math.Min(maxTokens, stopAfter));
    }

    /// <summary>Names the request.</summary>
    public string Id { get; }

    /// <summary>The prompt's tokens.</summary>
    public TokenSequence Prompt { get; }

    /// <summary>Most tokens it may generate.</summary>
    public int MaxTokens { get; }

    /// <summary>Tokens after which it stops by itself; beyond <see cref="MaxTokens"/> it never does.</summary>
    public int StopAfter { get; }

    /// <summary>Smaller is more important.</summary>
    public int Priority { get; }

    /// <summary>Whom it is accounted to; read by the fair share policy alone.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>By when it is to be done, on its caller's time line; read by the deadline policy alone. At most <see cref="TimeSpan.MaxValue"/>, which is never.</summary>
    public TimeSpan DueAt { get; internal set; } = TimeSpan.MaxValue;

    /// <summary>Joins the hash of its first block, so that it shares cached prefixes only with requests of the same salt; null = with those that have none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Whether its whole prompt is computed though a prefix of it is cached.</summary>
    public bool BypassesPrefixCache { get; init; }

    /// <summary>Order of adds; ties of priority go by it. The scheduler sets it unless the caller did.</summary>
    public long Arrival { get; internal set; } = Unassigned;

    /// <summary>Prompt and output tokens sampled so far. Grows by one at each sample, never shrinks.</summary>
    public int Tokens { get; private set; }

    /// <summary>Leading tokens whose KV is in the pool, or will be when the current step ends.</summary>
    public int Computed { get; internal set; }

    /// <summary>Output tokens sampled so far.</summary>
    public int Outputs => Tokens - _promptTokens;

    /// <summary>Prompt and output tokens that it will have when it finishes.</summary>
    internal int TokensAtEnd { get; }

    /// <summary>Tokens still to be computed before the next sample.</summary>
    public int Remaining => Tokens - Computed;

    /// <summary>Whether its next share is a decode: the one token that remains is one of its own output.</summary>
    public bool Decodes => Remaining == 1 && Outputs > 0;

    /// <summary>Prompt tokens found in the prefix cache at the first admission.</summary>
    public int CachedTokens { get; internal set; }

    /// <summary>Times it lost its KV blocks to another request.</summary>
    public int Preemptions { get; internal set; }

    /// <summary>Tokens computed for it in all, those that a preemption threw away included.</summary>
    public long ComputedInAll => DiscardedTokens + Computed - HitTokens;

    /// <summary>Where it is.</summary>
    public SequencePlace Place { get; internal set; }

    /// <summary>Its KV blocks.</summary>
    public BlockTable Blocks { get; } = new();

    /// <summary>
    /// Value of output token 0; token i is that many more. By default the part <c>out:ID</c>, by which a follow-up's prompt names this
    /// output. Only prefix caching looks at it.
    /// </summary>
    internal ulong? OutputStart { get; init; }

    internal long DiscardedTokens { get; set; }

    internal int HitTokens { get; set; }

    internal Sequence? Before { get; set; }

    internal Sequence? Behind { get; set; }

    internal PrefixHashes? Hashes { get; set; }

    /// <summary>What the scheduling policy remembers of it.</summary>
    internal object? PolicyState { get; set; }

    /// <summary>Tokens up to which its blocks are there and registered: a share that ends below needs nothing from the pool.</summary>
    internal int SettledTokens { get; set; }

    /// <summary>Appends an output token.</summary>
    /// <returns>Whether it is the last.</returns>
    internal bool AppendOutput() => ++Tokens >= TokensAtEnd;
}
