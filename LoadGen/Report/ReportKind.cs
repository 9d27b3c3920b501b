using System.Text.Json.Serialization;

namespace LoadGen.Report;

/// <summary>What a report is about.</summary>
public enum ReportKind
{
    /// <summary>A run in virtual time.</summary>
    [JsonStringEnumMemberName("simulate")]
    Simulate,

    /// <summary>Real traffic to a server.</summary>
    [JsonStringEnumMemberName("run")]
    Run,

    /// <summary>Several runs side by side.</summary>
    [JsonStringEnumMemberName("compare")]
    Compare,
}
