namespace Emulator.Engine;

/// <summary>What an engine can be told.</summary>
public enum EngineOrderKind
{
    /// <summary>To pause.</summary>
    Pause,

    /// <summary>To go on.</summary>
    Resume,

    /// <summary>To pause, and give up memory.</summary>
    Sleep,

    /// <summary>To take memory back, and go on once it has all of it.</summary>
    Wake,

    /// <summary>To forget cached prefixes.</summary>
    ResetPrefixCache,
}
