namespace LoadGen.Trace.Terminal;

/// <summary>What a sequence does in a step, the more telling the higher: where several share a column, the highest is shown.</summary>
internal enum LaneState
{
    /// <summary>Nobody holds the lane.</summary>
    Free,

    /// <summary>It runs, and got none of the budget.</summary>
    Skipped,

    /// <summary>It decodes.</summary>
    Decode,

    /// <summary>It computes a chunk of its prefill.</summary>
    Chunk,

    /// <summary>It is admitted onto a cached prefix, and computes the chunk behind that.</summary>
    Hit,

    /// <summary>It is admitted again after a preemption.</summary>
    Resumed,

    /// <summary>It completes with this step.</summary>
    Finished,

    /// <summary>Its timeout was due before this step.</summary>
    TimedOut,

    /// <summary>It loses its KV blocks.</summary>
    Preempted,
}
