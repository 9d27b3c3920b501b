using System.Text.Json.Serialization;

namespace LoadGen.Trace;

/// <summary>What a sequence's share of a step is.</summary>
public enum ShareKind
{
    /// <summary>A chunk of what is not computed yet: of the prompt, and of the output too after a preemption.</summary>
    [JsonStringEnumMemberName("prefill")]
    Prefill,

    /// <summary>One token of a request that already has output.</summary>
    [JsonStringEnumMemberName("decode")]
    Decode,
}
