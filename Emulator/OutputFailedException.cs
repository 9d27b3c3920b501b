namespace Emulator;

/// <summary>An output could not be written. The message is one sentence for the user; the process ends with <see cref="Cli.ExitCode.OutputFailed"/>.</summary>
public sealed class OutputFailedException : Exception
{
    /// <summary>Without a message; prefer the one that says what cannot be written.</summary>
    public OutputFailedException()
    {
    }

    /// <summary>With the sentence that the user reads.</summary>
    public OutputFailedException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence that the user reads and what led to it.</summary>
    public OutputFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
