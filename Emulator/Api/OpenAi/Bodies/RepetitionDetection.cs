namespace Emulator.Api.OpenAi.Bodies;

/// <summary>When an answer that repeats itself is cut.</summary>
internal sealed record RepetitionDetection
{
    /// <summary>Most tokens of what is repeated; 0 = never.</summary>
    public long? MaxPatternSize { get; init; }

    /// <summary>Fewest tokens of it.</summary>
    public long? MinPatternSize { get; init; }

    /// <summary>How often it is repeated before that.</summary>
    public long? MinCount { get; init; }
}
