namespace Emulator.Svg;

/// <summary>Values of one thing at each place of a plot's horizontal axis.</summary>
/// <param name="Name">What it is, for the legend.</param>
/// <param name="CssClass">How it looks, a class of <see cref="PlotStyle"/>.</param>
/// <param name="Values">Its values, one a place.</param>
public sealed record PlotSeries(string Name, string CssClass, IReadOnlyList<double> Values);
