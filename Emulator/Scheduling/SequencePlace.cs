namespace Emulator.Scheduling;

/// <summary>Where a sequence is in its life.</summary>
public enum SequencePlace
{
    /// <summary>Not added yet.</summary>
    New,

    /// <summary>In the waiting queue; holds no KV.</summary>
    Waiting,

    /// <summary>Admitted; holds KV blocks.</summary>
    Running,

    /// <summary>Finished, aborted or refused.</summary>
    Ended,
}
