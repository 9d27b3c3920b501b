using System.Text.Json.Serialization;

namespace LoadGen.Report;

/// <summary>Why a run ended before its end.</summary>
public enum PartialReason
{
    /// <summary>The user or the system ended it.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>The server went away.</summary>
    [JsonStringEnumMemberName("target_lost")]
    TargetLost,
}
