using System.Text.Json.Serialization;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>Arrivals by how they ended.</summary>
/// <param name="Completed">All tokens generated.</param>
/// <param name="Rejected">Refused by admission.</param>
/// <param name="TimedOut">Total timeout.</param>
/// <param name="Cancelled">By the client.</param>
/// <param name="Failed">Faults and lost connections.</param>
/// <param name="Invalid">Could never have been served.</param>
/// <param name="Unfinished">In flight at the end, or due and never sent.</param>
public sealed record OutcomeCounts(
    long Completed = 0,
    long Rejected = 0,
    long TimedOut = 0,
    long Cancelled = 0,
    long Failed = 0,
    long Invalid = 0,
    long Unfinished = 0)
{
    /// <summary>How many ended as <paramref name="outcome"/>.</summary>
    public long this[LoadOutcome outcome] => outcome switch
    {
        LoadOutcome.Completed => Completed,
        LoadOutcome.Rejected => Rejected,
        LoadOutcome.TimedOut => TimedOut,
        LoadOutcome.Cancelled => Cancelled,
        LoadOutcome.Failed => Failed,
        LoadOutcome.Invalid => Invalid,
        LoadOutcome.Unfinished => Unfinished,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>All of them.</summary>
    [JsonIgnore]
    public long Total => Completed + Rejected + TimedOut + Cancelled + Failed + Invalid + Unfinished;

    internal static OutcomeCounts Of(ReadOnlySpan<long> byOutcome) => new(
        byOutcome[(int)LoadOutcome.Completed],
        byOutcome[(int)LoadOutcome.Rejected],
        byOutcome[(int)LoadOutcome.TimedOut],
        byOutcome[(int)LoadOutcome.Cancelled],
        byOutcome[(int)LoadOutcome.Failed],
        byOutcome[(int)LoadOutcome.Invalid],
        byOutcome[(int)LoadOutcome.Unfinished]);
}
