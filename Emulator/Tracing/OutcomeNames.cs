using Emulator.Engine;

namespace Emulator.Tracing;

/// <summary>Outcomes as attributes have them.</summary>
internal static class OutcomeNames
{
    private static readonly string[] s_names = ["completed", "rejected", "timed_out", "cancelled", "failed", "invalid"];

    /// <summary>The name in snake_case.</summary>
    public static string Of(Outcome outcome) => s_names[(int)outcome];
}
