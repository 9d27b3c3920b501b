namespace LoadGen.Trace.Terminal;

/// <summary>One lane in one step.</summary>
/// <param name="State">What its sequence does.</param>
/// <param name="Eighths">A chunk's share of the token budget in eighths, 1..8; else 0.</param>
internal readonly record struct Lane(LaneState State, int Eighths = 0)
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    // Filled from below, as the blocks are.
    private const string Dots = "⡀⣀⣄⣤⣦⣶⣷⣿";

    /// <summary>The character of a lane that has a column of its own.</summary>
    public char Glyph => State switch
    {
        LaneState.Free => ' ',
        LaneState.Skipped => '╎',
        LaneState.Decode => '│',
        LaneState.Chunk => Levels[Eighths - 1],
        LaneState.Hit => 'h',
        LaneState.Resumed => 'r',
        LaneState.Finished => '■',
        LaneState.TimedOut => 't',
        _ => 'x',
    };

    /// <summary>The character of lanes that share a column: what tells most of them, or a dot a decode, as many as eight.</summary>
    /// <param name="lanes">Lanes side by side.</param>
    /// <param name="perColumn">Lanes that a column stands for.</param>
    /// <param name="glyph">Their character.</param>
    public static Lane Most(ReadOnlySpan<Lane> lanes, int perColumn, out char glyph)
    {
        Lane most = default;
        int decodes = 0;
        foreach (Lane lane in lanes)
        {
            decodes += lane.State == LaneState.Decode ? 1 : 0;
            most = (lane.State, lane.Eighths).CompareTo((most.State, most.Eighths)) > 0 ? lane : most;
        }

        glyph = most.State == LaneState.Decode && perColumn > 1
            ? Dots[(perColumn <= Dots.Length ? decodes : ((decodes * Dots.Length) + perColumn - 1) / perColumn) - 1]
            : most.Glyph;
        return most;
    }
}
