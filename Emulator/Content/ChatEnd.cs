namespace Emulator.Content;

/// <summary>How the prompt of a conversation ends.</summary>
public enum ChatEnd
{
    /// <summary>With the header of the answer.</summary>
    AnswerHeader,

    /// <summary>Behind the last message.</summary>
    LastMessage,

    /// <summary>In the last message, with which the answer goes on.</summary>
    OpenMessage,
}
