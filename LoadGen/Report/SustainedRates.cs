namespace LoadGen.Report;

/// <summary>
/// Rates over the time from the window's start to the last completed answer. A run drains after its window, so an overloaded server may
/// answer for many minutes what came in one: by the window's length its rates would be those of the load, not its own.
/// </summary>
/// <param name="Seconds">That time, at least the window's length.</param>
/// <param name="RequestsPerSecond">Completed requests per second of it.</param>
/// <param name="PromptTokensPerSecond">Prompt tokens of completed requests.</param>
/// <param name="OutputTokensPerSecond">Output tokens of completed requests.</param>
public sealed record SustainedRates(double Seconds, double RequestsPerSecond, double PromptTokensPerSecond, double OutputTokensPerSecond);
