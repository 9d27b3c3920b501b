namespace Emulator.Scheduling;

/// <summary>Why a sequence stopped generating.</summary>
public enum FinishReason
{
    /// <summary>It came to its own end. Wins over <see cref="Length"/> when both come at once, as an end-of-sequence token does.</summary>
    Stop,

    /// <summary>It generated as many tokens as it was allowed.</summary>
    Length,
}
