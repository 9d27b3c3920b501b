namespace Emulator.Configuration;

/// <summary>What an option is about; help and documentation are ordered by it.</summary>
internal enum OptionGroup
{
    /// <summary>What is emulated.</summary>
    Machine,

    /// <summary>How steps are planned and KV blocks are handed out.</summary>
    Planning,

    /// <summary>How model time passes, and what is drawn at random.</summary>
    Clock,

    /// <summary>Where clients connect, and how they are treated.</summary>
    Endpoints,

    /// <summary>What a run leaves behind.</summary>
    Recording,
}
