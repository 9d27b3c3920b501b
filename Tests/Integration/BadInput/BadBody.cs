namespace Tests.Integration.BadInput;

/// <summary>A body that is refused, and the words by which the refusal is known.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Body">The body.</param>
/// <param name="Says">Part of the message.</param>
/// <param name="Status">The status.</param>
public sealed record BadBody(string Name, string Path, string Body, string Says, int Status = 400)
{
    /// <summary>Whether pydantic refuses it, or what stands before it; otherwise vLLM's own code does.</summary>
    public bool IsPydantics => s_pydantics.Any(words => Says.Contains(words, StringComparison.Ordinal));

    private static readonly string[] s_pydantics = ["{'type'", "Input should be", "Field required", "There was an error parsing"];

    public const string Chat = "v1/chat/completions";
    public const string Text = "v1/completions";

    /// <summary>A chat that is well but for one field.</summary>
    public static BadBody OfChat(string field, string says, int status = 400) => new(Short(field), Chat, $$"""{"messages":[{"role":"user","content":"Hi"}],{{field}}}""", says, status);

    /// <summary>A text that is well but for one field.</summary>
    public static BadBody OfText(string field, string says, int status = 400) => new(Short(field), Text, $$"""{"prompt":"Hi",{{field}}}""", says, status);

    public override string ToString() => $"{Path}: {Name}";

    private static string Short(string text) => text.Length > 80 ? $"{text[..80]}..." : text;
}
