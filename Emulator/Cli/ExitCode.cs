namespace Emulator.Cli;

/// <summary>What a command's exit code says to the script that ran it. The same for all tools.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A threshold that was asked for was missed, or things compared differ.</summary>
    public const int ThresholdFailed = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int BadUsage = 2;

    /// <summary>The target could not be reached, or was lost.</summary>
    public const int TargetLost = 3;

    /// <summary>Output could not be written.</summary>
    public const int OutputFailed = 4;

    /// <summary>Interrupted; what was measured so far was written.</summary>
    public const int Interrupted = 130;
}
