namespace Emulator.Svg;

/// <summary>Points that a line joins.</summary>
/// <param name="Name">What they are, for the legend.</param>
/// <param name="Points">The points, in the line's order.</param>
public sealed record PointSeries(string Name, IReadOnlyList<LabelledPoint> Points);
