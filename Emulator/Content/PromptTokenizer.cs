using System.Collections.Frozen;
using System.Text;
using Emulator.Numerics;
using Microsoft.ML.Tokenizers;

namespace Emulator.Content;

/// <summary>
/// Text to tokens and back, by default with OpenAI's o200k_base vocabulary whatever the model: what matters here is how many tokens a prompt has and
/// which prefix it shares with others, and vocabularies of the emulated models' size differ little in that. Thread-safe.
/// </summary>
/// <remarks>
/// A conversation is laid out as Llama 3 lays it out (its model card's prompt format): begin of text; for each message start of header,
/// role, end of header, blank line, content, end of turn; then the header of the answer. That is 5 tokens a message beside its content,
/// and 5 for the conversation. A role that is none of <see cref="Roles"/> is text, of as many tokens as it has.
/// </remarks>
public sealed class PromptTokenizer
{
    /// <summary>Tokens of the layout around each message's content.</summary>
    public const int TokensPerMessage = 5;

    /// <summary>Tokens of the layout for a conversation as a whole.</summary>
    public const int TokensPerConversation = 5;

    /// <summary>The role of answers.</summary>
    public const string AnswerRole = "assistant";

    // Ids of the layout's own tokens lie above those of text: no text encodes to them.
    private const int BeginOfText = 1_000;
    private const int StartOfHeader = 1_001;
    private const int EndOfHeader = 1_002;
    private const int BlankLine = 1_003;
    private const int EndOfTurn = 1_004;
    private const int FirstRole = 1_010;

    // A character has at most 4 bytes, and each may be a token.
    private const int LongestCharacter = 4;
    private const char NoCharacter = '\uFFFD';

    // English prose has between 4 and 5.
    private const int CharactersPerToken = 4;

    private static readonly string[] s_roles = ["system", "developer", "user", AnswerRole, "tool"];
    private static readonly Dictionary<int, string> s_o200kSpecials = new() { [O200kBase.EndOfText] = "<|endoftext|>" };
    private static readonly Lazy<PromptTokenizer> s_o200k = new(() => new PromptTokenizer(O200kBase.Load(), O200kBase.TextTokens, O200kBase.EndOfText, s_o200kSpecials, O200kBase.LongestToken));

    private readonly Tokenizer _tokenizer;
    private readonly FrozenDictionary<int, string> _specials;
    private readonly int _textTokens;
    private readonly int _layout;
    private readonly int _estimatesAbove;

    /// <summary>A tokenizer of the library's.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="textTokens">Ids below this stand for text.</param>
    /// <param name="endOfText">The id that ends an answer.</param>
    /// <param name="specials">What its special tokens are called, by their ids.</param>
    /// <param name="longestToken">Most characters, or bytes, of one of its tokens.</param>
    /// <param name="estimatesAbove">Characters above which a text's tokens are estimated, four characters each; null = never.</param>
    public PromptTokenizer(Tokenizer tokenizer, int textTokens, int endOfText, IReadOnlyDictionary<int, string> specials, int longestToken, int? estimatesAbove = null)
    {
        int layout = Math.Max(textTokens, specials.Keys.Append(endOfText).Max());
        (_tokenizer, _textTokens, EndOfText, _layout, MaxCharactersPerToken, _estimatesAbove) = (tokenizer, textTokens, endOfText, layout, longestToken, estimatesAbove ?? int.MaxValue);
        _specials = new Dictionary<int, string>(specials)
        {
            [layout + BeginOfText] = "<|begin_of_text|>",
            [layout + StartOfHeader] = "<|start_header_id|>",
            [layout + EndOfHeader] = "<|end_header_id|>",
            [layout + BlankLine] = "\n\n",
            [layout + EndOfTurn] = "<|eot_id|>",
        }
        .Concat(s_roles.Select((role, index) => KeyValuePair.Create(layout + FirstRole + index, role)))
        .ToFrozenDictionary();
    }

    /// <summary>The default one; its vocabulary is loaded on first use.</summary>
    public static PromptTokenizer O200k => s_o200k.Value;

    /// <summary>The roles that a message usually has.</summary>
    public static IReadOnlyList<string> Roles => s_roles;

    /// <summary>All ids are below this: those of text, of special tokens, and of the layout's own.</summary>
    public int VocabularySize => _layout + FirstRole + s_roles.Length;

    /// <summary>The id of the token that ends an answer; in answers it has no text.</summary>
    public int EndOfText { get; }

    /// <summary>No token stands for more characters than this: a longer text has more than one token for each so many.</summary>
    public int MaxCharactersPerToken { get; }

    /// <summary>The default one, with texts of more than so many characters estimated.</summary>
    public static PromptTokenizer EstimatingAbove(int? characters) =>
        characters is null ? O200k : new PromptTokenizer(O200k._tokenizer, O200kBase.TextTokens, O200kBase.EndOfText, s_o200kSpecials, O200kBase.LongestToken, characters);

    /// <summary>
    /// From here on in this flow of control, and in no other: once this is cancelled, nobody wants the tokens any more, and making them ends with an <see cref="OperationCanceledException"/>.
    /// </summary>
    public static void StopWhen(CancellationToken unwanted) => ShortPieces.StopWhen(unwanted);

    /// <summary>Tokens of a text.</summary>
    public int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > _estimatesAbove ? (text.Length + CharactersPerToken - 1) / CharactersPerToken : _tokenizer.CountTokens(text);
    }

    /// <summary>Tokens of a conversation, layout included: the length of what <see cref="EncodeChat"/> gives.</summary>
    public int CountChat(IReadOnlyCollection<(string Role, string Content)> messages) =>
        TokensPerConversation + messages.Sum(message => TokensPerMessage - 1 + (IsKnown(message.Role) ? 1 : Count(message.Role)) + Count(message.Content));

    /// <summary>The tokens of a text.</summary>
    /// <remarks>Estimated ones are hashes of the characters they stand for: equal beginnings have equal tokens, and the prefix cache finds them.</remarks>
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > _estimatesAbove ? Estimate(text) : _tokenizer.EncodeToIds(text);
    }

    /// <summary>The tokens of a text with the text of each. Together they are the text; a character whose bytes several tokens share belongs to the last of them.</summary>
    public TextPiece[] Pieces(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<EncodedToken> tokens = _tokenizer.EncodeToTokens(text, out string? normalized);
        string whole = normalized ?? text;
        TextPiece[] pieces = new TextPiece[tokens.Count];
        int begin = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            int end = i == pieces.Length - 1 ? whole.Length : Math.Max(begin, tokens[i + 1].Offset.Start.GetOffset(whole.Length));
            end = end > begin && end < whole.Length && char.IsLowSurrogate(whole[end]) ? end - 1 : end;
            pieces[i] = new TextPiece(tokens[i].Id, whole[begin..end]);
            begin = end;
        }

        return pieces;
    }

    /// <summary>The tokens of a conversation, layout included. A conversation that goes on begins with the tokens that it had before.</summary>
    /// <param name="messages">Who says what, oldest first.</param>
    /// <param name="end">How the prompt ends.</param>
    public IReadOnlyList<int> EncodeChat(IReadOnlyCollection<(string Role, string Content)> messages, ChatEnd end = ChatEnd.AnswerHeader)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<int> tokens = [_layout + BeginOfText];
        foreach ((string role, string content) in messages)
        {
            AddHeader(tokens, role);
            tokens.AddRange(Encode(content));
            tokens.Add(_layout + EndOfTurn);
        }

        switch (end)
        {
            case ChatEnd.AnswerHeader:
                AddHeader(tokens, AnswerRole);
                break;
            case ChatEnd.OpenMessage when messages.Count > 0:
                tokens.RemoveAt(tokens.Count - 1);
                break;
            default:
                break;
        }

        return tokens;
    }

    /// <summary>The text of tokens, special ones by their names; an id that no token has adds nothing.</summary>
    public string Decode(IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        StringBuilder text = new();
        for (int i = 0; i < tokens.Count; i++)
        {
            int begin = i;
            while (i < tokens.Count && IsText(tokens[i]))
            {
                i++;
            }

            text.Append(i == begin ? "" : _tokenizer.Decode(tokens.Skip(begin).Take(i - begin)));
            text.Append(i == tokens.Count ? "" : _specials.GetValueOrDefault(tokens[i]));
        }

        return text.ToString();
    }

    /// <summary>Tokens with the text of each, as <see cref="Pieces(string)"/> has them.</summary>
    public TextPiece[] Pieces(IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        TextPiece[] pieces = new TextPiece[tokens.Count];
        int begin = 0;
        int told = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            // Some tokenizers leave out the blank before the first token: each is looked at behind another.
            int[] before = begin > 0 ? [tokens[begin - 1]] : [];
            string text = Decode([.. before, .. tokens.Skip(begin).Take(i + 1 - begin)])[Decode(before).Length..];
            bool isPart = text.EndsWith(NoCharacter) && i + 1 - begin < LongestCharacter && i + 1 < pieces.Length;
            text = isPart ? text.TrimEnd(NoCharacter) : text;
            pieces[i] = new TextPiece(tokens[i], text[told..]);
            (begin, told) = isPart ? (begin, text.Length) : (i + 1, 0);
        }

        return pieces;
    }

    private bool IsText(int token) => token >= 0 && token < _textTokens && !_specials.ContainsKey(token);

    private int[] Estimate(string text)
    {
        int[] tokens = new int[(text.Length + CharactersPerToken - 1) / CharactersPerToken];
        for (int i = 0; i < tokens.Length; i++)
        {
            ulong hash = 0;
            foreach (char letter in text.AsSpan(i * CharactersPerToken, Math.Min(CharactersPerToken, text.Length - (i * CharactersPerToken))))
            {
                hash = SplitMix64.Mix(hash ^ letter);
            }

            tokens[i] = (int)(hash % (ulong)_textTokens);
        }

        return tokens;
    }

    private void AddHeader(List<int> tokens, string role)
    {
        tokens.Add(_layout + StartOfHeader);
        tokens.AddRange(IsKnown(role) ? [_layout + FirstRole + Array.IndexOf(s_roles, role)] : Encode(role));
        tokens.AddRange([_layout + EndOfHeader, _layout + BlankLine]);
    }

    private static bool IsKnown(string role) => s_roles.Contains(role);
}
