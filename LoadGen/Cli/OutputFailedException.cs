namespace LoadGen.Cli;

/// <summary>An output could not be written: the process ends with <see cref="ExitCode.OutputFailed"/>.</summary>
internal sealed class OutputFailedException(string message, Exception innerException) : Exception(message, innerException);
