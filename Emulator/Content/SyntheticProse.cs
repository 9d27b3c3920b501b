using Emulator.Numerics;

namespace Emulator.Content;

/// <summary>
/// Text for answers that nobody computed: the same seed always gives the same text, and token i of it is a table look-up, whatever
/// was asked for before. One word or punctuation mark is one token, for <see cref="PromptTokenizer"/> too, so that an answer sent back
/// as the next turn's prompt has the length that it was charged for.
/// </summary>
/// <remarks>
/// Tokens come in sentences of twelve: a capitalised word, words, perhaps a comma in the middle, a full stop. All but the very first
/// word and the marks bring their own leading space.
/// </remarks>
/// <param name="Seed">Which text; see <see cref="For"/>.</param>
public readonly record struct SyntheticProse(ulong Seed)
{
    private const int SentenceTokens = 12;
    private const int CommaPosition = 6;
    private const int OpeningToken = 0;

    /// <summary>The text that belongs to a request of a server.</summary>
    public static SyntheticProse For(long serverSeed, string requestId)
    {
        ulong hash = SplitMix64.Mix((ulong)serverSeed);
        foreach (char c in requestId)
        {
            hash = SplitMix64.Mix(hash ^ c);
        }

        return new SyntheticProse(hash);
    }

    /// <summary>The text of tokens <paramref name="first"/> to first + count - 1. Allocates the string and nothing else; of a single token not even that.</summary>
    /// <param name="first">Position of the first token, from 0.</param>
    /// <param name="count">Tokens, from 0.</param>
    public string Text(int first, int count)
    {
        if (count == 1)
        {
            return Token(first).Text;
        }

        int length = 0;
        for (int token = first; token < first + count; token++)
        {
            length += Token(token).Text.Length;
        }

        return string.Create(length, (Prose: this, First: first, Count: count), static (text, part) =>
        {
            for (int token = part.First; token < part.First + part.Count; token++)
            {
                string word = part.Prose.Token(token).Text;
                word.CopyTo(text);
                text = text[word.Length..];
            }
        });
    }

    /// <summary>The UTF-8 bytes of one token, ready to be copied. Letters, space, comma and full stop only: nothing that JSON escapes.</summary>
    /// <param name="token">Its position, from 0.</param>
    public ReadOnlySpan<byte> Utf8(int token) => Token(token).Utf8;

    private ProseToken Token(int token)
    {
        int place = token % SentenceTokens;
        ulong draw = SplitMix64.Mix(Seed + ((ulong)token * 0x9E3779B97F4A7C15));
        return place switch
        {
            0 when token == OpeningToken => Pick(ProseWords.Opening, draw),
            0 => Pick(ProseWords.Capitalised, draw),
            SentenceTokens - 1 => ProseWords.FullStop,
            CommaPosition when draw % 2 == 0 => ProseWords.Comma,
            _ => Pick(ProseWords.Plain, draw >> 1),
        };
    }

    private static ProseToken Pick(ProseToken[] words, ulong draw) => words[draw % (ulong)words.Length];
}
