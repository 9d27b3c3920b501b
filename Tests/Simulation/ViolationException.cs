namespace Tests.Simulation;

/// <summary>Something is so that must never be so.</summary>
internal sealed class ViolationException(string message) : Exception(message);
