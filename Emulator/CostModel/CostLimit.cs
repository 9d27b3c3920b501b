namespace Emulator.CostModel;

/// <summary>What an operation's time is mostly spent on: what would have to be faster for it to be faster.</summary>
public enum CostLimit
{
    /// <summary>Launch, tail, and chains of dependent work: time that does not shrink with a faster memory or more FLOP/s.</summary>
    Latency,

    /// <summary>The device's memory bandwidth.</summary>
    Memory,

    /// <summary>Arithmetic units.</summary>
    Compute,

    /// <summary>The link between the GPUs.</summary>
    Link,

    /// <summary>The host's processor.</summary>
    Host,
}
