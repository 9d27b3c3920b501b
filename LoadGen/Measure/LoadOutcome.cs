using Emulator.Engine;

namespace LoadGen.Measure;

/// <summary>How a request ended, seen from the load: the server's outcomes, in its order, and <see cref="Unfinished"/>.</summary>
public enum LoadOutcome
{
    /// <summary>All its tokens were generated.</summary>
    Completed,

    /// <summary>Admission refused it.</summary>
    Rejected,

    /// <summary>Its total timeout was due before it had finished.</summary>
    TimedOut,

    /// <summary>The client went away, or did not read its stream.</summary>
    Cancelled,

    /// <summary>An injected fault, an internal failure, or a lost connection.</summary>
    Failed,

    /// <summary>It could never have been served as asked.</summary>
    Invalid,

    /// <summary>Still in flight when the run ended, or due and never sent.</summary>
    Unfinished,
}

/// <summary>Names and origin of load outcomes.</summary>
public static class LoadOutcomes
{
    private static readonly string[] Texts = ["completed", "rejected", "timed_out", "cancelled", "failed", "invalid", "unfinished"];

    /// <summary>How many outcomes there are.</summary>
    public static int Count => Texts.Length;

    /// <summary>The name used in reports: snake_case, for example <c>timed_out</c>.</summary>
    public static string ToText(this LoadOutcome outcome) => Texts[(int)outcome];

    /// <summary>What a report calls the server's <paramref name="outcome"/>: the same.</summary>
    public static LoadOutcome ToLoadOutcome(this Outcome outcome) => (LoadOutcome)(int)outcome;
}
