namespace Emulator.Calibration;

/// <summary>One way in which an operation's rows were predicted, and how far off that was.</summary>
/// <param name="Predictor">Whose coefficients predicted: "shipped", the split of refitted ones, or the device that lent its own.</param>
/// <param name="Error">The error.</param>
/// <param name="Coverage">Share of rows inside the 90 % interval; null where that was not judged.</param>
public sealed record Judgement(string Predictor, ErrorSummary Error, double? Coverage = null);
