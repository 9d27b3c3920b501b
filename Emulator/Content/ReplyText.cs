using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Emulator.Content;

/// <summary>
/// The text of an answer, token by token, whatever was asked for before. Some of it may be given; after that it is prose. All of it is known before the
/// first token is generated, and so is where it stops.
/// </summary>
/// <param name="tokenizer">Whose tokens they are.</param>
/// <param name="prose">The prose.</param>
/// <param name="given">The tokens that are given.</param>
/// <param name="end">Position of the token that ends it, which has no text; <see cref="int.MaxValue"/> = none.</param>
internal sealed class ReplyText(PromptTokenizer tokenizer, SyntheticProse prose, TextPiece[] given, int end)
{
    // Prose that goes on behind given text begins with a sentence that brings its own space.
    private const int SecondSentence = 12;

    private string[]? _visible;

    /// <summary>Position of the token that ends it; <see cref="int.MaxValue"/> = none.</summary>
    public int End => end;

    /// <summary>The text that a client sees of tokens <paramref name="first"/> to first + count - 1.</summary>
    public string Text(int first, int count)
    {
        if (_visible is null && given.Length == 0)
        {
            return prose.Text(first, Math.Clamp(end - first, 0, count));
        }

        StringBuilder text = new();
        for (int token = first; token < first + count; token++)
        {
            text.Append(_visible is null ? Token(token) : _visible[token]);
        }

        return text.ToString();
    }

    /// <summary>Writes the text that a client sees of some tokens as the inside of a JSON string.</summary>
    public void WriteJson(IBufferWriter<byte> json, int first, int count)
    {
        if (_visible is null && given.Length == 0)
        {
            for (int token = first; token < first + count && token < end; token++)
            {
                json.Write(prose.Utf8(token));
            }
        }
        else
        {
            json.Write(Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Text(first, count))));
        }
    }

    /// <summary>The text of one token, as logprobs show it; empty for the one that ends the answer.</summary>
    public string Token(int token) => token >= end ? "" : token < given.Length ? given[token].Text : prose.Text(ProseToken(token), 1);

    /// <summary>The id of one token.</summary>
    public int Id(int token) => token >= end ? tokenizer.EndOfText : token < given.Length ? given[token].Id : tokenizer.Encode(prose.Text(ProseToken(token), 1))[0];

    /// <summary>Sets what clients see of each token, where that is not the token's own text.</summary>
    public void Show(string[] visible) => _visible = visible;

    private int ProseToken(int token) => given.Length == 0 ? token : token - given.Length + SecondSentence;
}
