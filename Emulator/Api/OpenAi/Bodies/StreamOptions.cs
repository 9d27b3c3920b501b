using System.Text.Json.Serialization;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>How to stream.</summary>
internal sealed record StreamOptions
{
    /// <summary>Whether a chunk with the usage follows the last.</summary>
    public bool? IncludeUsage { get; init; }

    /// <summary>Whether every chunk has the usage so far; only beside the other.</summary>
    public bool? ContinuousUsageStats { get; init; }

    /// <summary>Whether one of them is there; without any, the object counts as none.</summary>
    [JsonIgnore]
    public bool IsGiven => IncludeUsage is not null || ContinuousUsageStats is not null;
}
