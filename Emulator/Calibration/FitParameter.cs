namespace Emulator.Calibration;

/// <summary>One coefficient that is fitted.</summary>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="Lower">Smallest value that the catalogue allows and that makes sense.</param>
/// <param name="Upper">Largest such value.</param>
/// <param name="Starts">Values that searches begin at, one a search; every parameter of an operation has as many.</param>
internal sealed record FitParameter(string Name, double Lower, double Upper, params double[] Starts);
