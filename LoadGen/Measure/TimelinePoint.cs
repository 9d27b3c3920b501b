namespace LoadGen.Measure;

/// <summary>An engine's state at one moment of model time.</summary>
/// <param name="At">From the start of the run.</param>
/// <param name="Running">Sequences that run.</param>
/// <param name="Waiting">Requests that wait.</param>
/// <param name="KvUsage">Share of the KV blocks in use, 0..1.</param>
public readonly record struct TimelinePoint(TimeSpan At, int Running, int Waiting, double KvUsage);
