namespace Emulator.Content;

/// <summary>What an answer is to be like, as far as the request says.</summary>
internal sealed record ReplyOrder
{
    /// <summary>What it reads; null = what the server makes up.</summary>
    public string? Text { get; init; }

    /// <summary>Tokens after which it ends, the one that ends it included; null = as its text has it, or drawn.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Whether it goes on after its end.</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>Tokens before which it does not end, nor stop.</summary>
    public int MinTokens { get; init; }

    /// <summary>Texts at which it stops.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Tokens at which it stops.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init; } = [];

    /// <summary>Whether what it stopped at belongs to its text.</summary>
    public bool IncludesStop { get; init; }

    /// <summary>What was said to the server last: an echo repeats it.</summary>
    public string Said { get; init; } = "";
}
