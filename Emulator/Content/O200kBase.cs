using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Emulator.Content;

/// <summary>o200k_base: its vocabulary, which the library's package of data brings, and how it splits text. The library's own one of that name splits without a limit.</summary>
internal static partial class O200kBase
{
    /// <summary>Ids from 0 that stand for text; it has no others but its two control tokens.</summary>
    public const int TextTokens = 199_998;

    /// <summary>The id that ends a text.</summary>
    public const int EndOfText = 199_999;

    /// <summary>Bytes of the longest token: blanks.</summary>
    public const int LongestToken = 128;

    private const string Data = "Microsoft.ML.Tokenizers.Data.O200kBase";
    private const string Vocabulary = "o200k_base.tiktoken.deflate";

    private static readonly Dictionary<string, int> s_specials = new() { ["<|endoftext|>"] = EndOfText, ["<|endofprompt|>"] = 200_018 };

    /// <summary>What it splits text with.</summary>
    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    public static partial Regex Pattern { get; }

    /// <summary>Loads it.</summary>
    public static TiktokenTokenizer Load()
    {
        using Stream packed = Assembly.Load(Data).GetManifestResourceStream(Vocabulary) ?? throw new InvalidOperationException($"{Data} has no {Vocabulary}.");
        using DeflateStream tokens = new(packed, CompressionMode.Decompress);
        return TiktokenTokenizer.Create(tokens, new ShortPieces(new RegexPreTokenizer(Pattern, s_specials)), normalizer: null, s_specials);
    }
}
