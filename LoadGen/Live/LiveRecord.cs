using LoadGen.Measure;

namespace LoadGen.Live;

/// <summary>What became of a live request, as its client saw it and as its server timed it.</summary>
/// <param name="Record">The client's measures.</param>
/// <param name="EndedAt">Model time at which its stream closed, from the start of the run.</param>
/// <param name="Server">The server's own times; null for a request that did not complete.</param>
public sealed record LiveRecord(RequestRecord Record, TimeSpan EndedAt, ServerTimes? Server);
