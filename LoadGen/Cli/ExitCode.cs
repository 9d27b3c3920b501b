namespace LoadGen.Cli;

/// <summary>What the process returns to its caller; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>An asked threshold failed, or what was compared differs.</summary>
    public const int ThresholdFailed = 1;

    /// <summary>The command line or a configuration is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>The target could not be reached, or was lost.</summary>
    public const int TargetLost = 3;

    /// <summary>An output could not be written.</summary>
    public const int OutputFailed = 4;

    /// <summary>The user interrupted the run.</summary>
    public const int Interrupted = 130;
}
