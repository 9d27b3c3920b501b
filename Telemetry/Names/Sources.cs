namespace Telemetry.Names;

/// <summary>Who emits: the names of activity sources and meters, one of each a program.</summary>
public static class Sources
{
    /// <summary>The emulated server.</summary>
    public const string Emulator = "emulator";

    /// <summary>A server that warms up before it serves: nobody exports what it emits.</summary>
    public const string Rehearsal = "emulator.rehearsal";

    /// <summary>The load generator.</summary>
    public const string LoadGen = "loadgen";
}
