namespace Emulator;

/// <summary>A configuration that cannot work. The message is one sentence for the user: the option, its value, and what is allowed; what it quotes cannot steer a terminal.</summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>Without a message; prefer the one that says what is wrong.</summary>
    public InvalidConfigurationException()
    {
    }

    /// <summary>With the sentence that the user reads.</summary>
    public InvalidConfigurationException(string message)
        : base(PlainText.Lines(message))
    {
    }

    /// <summary>With the sentence that the user reads and what led to it.</summary>
    public InvalidConfigurationException(string message, Exception innerException)
        : base(PlainText.Lines(message), innerException)
    {
    }
}
