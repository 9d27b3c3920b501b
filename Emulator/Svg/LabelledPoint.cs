namespace Emulator.Svg;

/// <summary>A point with a few words beside it.</summary>
/// <param name="X">Its value on the horizontal axis.</param>
/// <param name="Y">Its value on the vertical axis.</param>
/// <param name="Label">The words.</param>
public sealed record LabelledPoint(double X, double Y, string Label);
