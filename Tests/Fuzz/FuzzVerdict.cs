namespace Tests.Fuzz;

/// <summary>How a case went.</summary>
/// <param name="Case">The case.</param>
/// <param name="Refusal">The sentence with which the input was refused; null when it was taken.</param>
/// <param name="Violation">What was wrong; null when nothing was.</param>
/// <param name="Elapsed">How long it took on this host.</param>
/// <param name="Allocated">Bytes that were allocated.</param>
internal sealed record FuzzVerdict(FuzzCase Case, string? Refusal, string? Violation, TimeSpan Elapsed, long Allocated);
