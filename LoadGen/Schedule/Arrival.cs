namespace LoadGen.Schedule;

/// <summary>One request of a schedule: a first turn with a due time, or a follow-up that comes its think time after the request before it ended.</summary>
public sealed class Arrival
{
    /// <summary>Unique in the schedule.</summary>
    public required string Id { get; init; }

    /// <summary>When a first turn is due, in model time from the start of the window, in whole microseconds; null for a follow-up.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>The client profile it belongs to.</summary>
    public required string Profile { get; init; }

    /// <summary>All tokens of the prompt, the prefix included.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>The limit that the request asks for; at least <see cref="OutputTokens"/>.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>What the server will generate.</summary>
    public required int OutputTokens { get; init; }

    /// <summary>The parts that the prompt begins with. The tokens after them are the request's own: pairs of its id and their number, counted from 0 behind the prefix.</summary>
    public IReadOnlyList<PrefixPart> Prefix { get; init; } = [];

    /// <summary>The conversation it belongs to: by our own schedules the first turn's id, also where it stays alone.</summary>
    public required string Conversation { get; init; }

    /// <summary>Its place in the conversation, from 1.</summary>
    public int Turn { get; init; } = 1;

    /// <summary>Whom admission and accounting see; null: nobody in particular.</summary>
    public string? Tenant { get; init; }

    /// <summary>Scheduling priority, lower first.</summary>
    public int Priority { get; init; }

    /// <summary>Total timeout in model time; null: the server's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The request that a follow-up comes after; null for a first turn. When that one does not complete, this one never happens.</summary>
    public string? After { get; init; }

    /// <summary>From the end of <see cref="After"/> to this arrival, in whole microseconds; zero for a first turn.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>Its place in <see cref="LoadSchedule.Arrivals"/>, from 0; set by the schedule that it belongs to.</summary>
    public int Line { get; internal set; } = -1;

    /// <summary>The <see cref="Line"/> of <see cref="After"/>; -1 for a first turn. Set by the schedule that it belongs to.</summary>
    public int Predecessor { get; internal set; } = -1;

    /// <summary>Whether it waits for another request to end.</summary>
    public bool IsFollowUp => After is not null;
}
