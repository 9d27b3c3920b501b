namespace Emulator.Svg;

/// <summary>A line of a <see cref="CurvePanel"/>.</summary>
/// <param name="Name">What it is, for the legend; empty = not in the legend.</param>
/// <param name="Index">Which of the looks of <see cref="Series"/> it has.</param>
/// <param name="Points">Its points, in the line's order. Labels stand beside them where they are not empty.</param>
public sealed record Curve(string Name, int Index, IReadOnlyList<LabelledPoint> Points)
{
    /// <summary>Whether each point is a dot too: for few points, each of them measured.</summary>
    public bool HasDots { get; init; } = true;

    /// <summary>Whether the area below is filled instead of a line being drawn.</summary>
    public bool IsArea { get; init; }
}
