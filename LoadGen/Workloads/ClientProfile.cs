using LoadGen.Arrivals;

namespace LoadGen.Workloads;

/// <summary>One kind of client: when its requests come and how long they are.</summary>
public sealed record ClientProfile
{
    /// <summary>Unique in its workload; the ids of its requests begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>When its first turns arrive.</summary>
    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>Tokens of a first turn's prompt, and new tokens of every later turn.</summary>
    public required TokenLength PromptTokens { get; init; }

    /// <summary>Tokens that the server will generate.</summary>
    public required TokenLength OutputTokens { get; init; }

    /// <summary>The limit that a request asks for; a request whose drawn output is longer asks for that.</summary>
    public int MaxOutputTokens { get; init; } = 4_096;

    /// <summary>How requests grow into conversations; null: every request stands alone.</summary>
    public ConversationShape? Conversation { get; init; }

    /// <summary>Whom admission and accounting see; null: nobody in particular.</summary>
    public string? Tenant { get; init; }

    /// <summary>Scheduling priority, lower first; matters only to a server that schedules by priority.</summary>
    public int Priority { get; init; }

    /// <summary>Total timeout of a request in model time; null: the server's.</summary>
    public TimeSpan? Timeout { get; init; }
}
