namespace LoadGen.Live;

/// <summary>The target can't be reached, or was lost. The message is one sentence for the user.</summary>
public sealed class TargetUnreachableException : Exception
{
    /// <summary>Without a message; prefer the one that says what is wrong.</summary>
    public TargetUnreachableException()
    {
    }

    /// <summary>With the sentence that the user reads.</summary>
    public TargetUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence that the user reads and what led to it.</summary>
    public TargetUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
