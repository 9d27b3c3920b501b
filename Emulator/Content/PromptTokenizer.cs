using Microsoft.ML.Tokenizers;

namespace Emulator.Content;

/// <summary>
/// Text to tokens and back, with OpenAI's o200k_base vocabulary for every model: what matters here is how many tokens a prompt has and
/// which prefix it shares with others, and vocabularies of the emulated models' size differ little in that. Thread-safe; the vocabulary is
/// loaded on first use.
/// </summary>
/// <remarks>
/// A conversation is laid out as Llama 3 lays it out (its model card's prompt format): begin of text; for each message start of header,
/// role, end of header, blank line, content, end of turn; then the header of the answer. That is 5 tokens a message beside its content,
/// and 5 for the conversation.
/// </remarks>
public static class PromptTokenizer
{
    /// <summary>Tokens of the layout around each message's content.</summary>
    public const int TokensPerMessage = 5;

    /// <summary>Tokens of the layout for a conversation as a whole.</summary>
    public const int TokensPerConversation = 5;

    // Ids from 0 that stand for text; o200k_base has no others but its two control tokens.
    private const int TextTokens = 199_998;

    // Ids of the layout's own tokens lie above the vocabulary: no text encodes to them.
    private const int BeginOfText = 201_000;
    private const int StartOfHeader = 201_001;
    private const int EndOfHeader = 201_002;
    private const int BlankLine = 201_003;
    private const int EndOfTurn = 201_004;
    private const int FirstRole = 201_010;
    private const string AnswerRole = "assistant";

    private static readonly string[] s_roles = ["system", "developer", "user", AnswerRole, "tool"];
    private static readonly Lazy<TiktokenTokenizer> s_tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>The roles that a message may have.</summary>
    public static IReadOnlyList<string> Roles => s_roles;

    /// <summary>Tokens of a text.</summary>
    public static int Count(string text) => s_tokenizer.Value.CountTokens(text);

    /// <summary>Tokens of a conversation, layout included: the length of what <see cref="EncodeChat"/> gives.</summary>
    public static int CountChat(IReadOnlyCollection<(string Role, string Content)> messages) =>
        TokensPerConversation + messages.Sum(message => TokensPerMessage + Count(message.Content));

    /// <summary>The tokens of a text.</summary>
    public static IReadOnlyList<int> Encode(string text) => s_tokenizer.Value.EncodeToIds(text);

    /// <summary>The tokens of a conversation, layout included. A conversation that goes on begins with the tokens that it had before.</summary>
    /// <exception cref="ArgumentException">A role is none of <see cref="Roles"/>.</exception>
    public static IReadOnlyList<int> EncodeChat(IReadOnlyCollection<(string Role, string Content)> messages)
    {
        List<int> tokens = [BeginOfText];
        foreach ((string role, string content) in messages)
        {
            tokens.AddRange([StartOfHeader, RoleToken(role), EndOfHeader, BlankLine]);
            tokens.AddRange(Encode(content));
            tokens.Add(EndOfTurn);
        }

        tokens.AddRange([StartOfHeader, RoleToken(AnswerRole), EndOfHeader, BlankLine]);
        return tokens;
    }

    /// <summary>The text of tokens, or null if one of them stands for no text: it is not in the vocabulary, or part of the layout.</summary>
    public static string? Decode(IReadOnlyCollection<int> tokens) => tokens.All(token => token is >= 0 and < TextTokens) ? s_tokenizer.Value.Decode(tokens) : null;

    private static int RoleToken(string role)
    {
        int index = Array.IndexOf(s_roles, role);
        return index >= 0 ? FirstRole + index : throw new ArgumentException($"role is '{role}'; allowed are {string.Join(", ", s_roles)}.", nameof(role));
    }
}
