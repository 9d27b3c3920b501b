using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Emulator.Content;

/// <summary>
/// Reads tokenizers of the user's own: a Hugging Face <c>tokenizer.json</c> with byte-level BPE (Llama 3, Qwen, GPT, Mistral Nemo and most models since), a tiktoken file
/// (a token in base64 and its rank on each line), or a SentencePiece <c>tokenizer.model</c>.
/// </summary>
internal static class TokenizerFile
{
    // What GPT-2 splits text with, which Hugging Face's ByteLevel does where nothing else is said.
    private const string ByteLevelPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // Ten times as many as any vocabulary has: ids are places in tables.
    private const int MostTokens = 10_000_000;

    // What files without one are given.
    private const string DefaultEndOfText = "<|endoftext|>";

    private static readonly string[] s_endsOfText = ["<|eot_id|>", "<|im_end|>", "<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>"];

    /// <summary>The tokenizer in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="estimatesAbove">Characters above which a text's tokens are estimated; null = never.</param>
    /// <exception cref="InvalidConfigurationException">The file cannot be read, or is no tokenizer of a kind that can be used.</exception>
    public static PromptTokenizer Read(string path, int? estimatesAbove)
    {
        if (WhyNone(path) is { } problem)
        {
            throw new InvalidConfigurationException(problem);
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return Path.GetExtension(path) switch
            {
                ".json" => HuggingFace(file, path, estimatesAbove),
                ".model" => SentencePiece(file, estimatesAbove),
                _ => Tiktoken(path, estimatesAbove),
            };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Problem($"tokenizer is '{path}', which", path, unreadable);
        }
        catch (Exception unusable) when (unusable is JsonException or FormatException or InvalidOperationException or ArgumentException or NotSupportedException or KeyNotFoundException)
        {
            throw Unusable(path, unusable.Message);
        }
    }

    /// <summary>Why there is no file to read; null where there is one. Said before a server starts, since vLLM takes names of Hugging Face in its place.</summary>
    /// <param name="path">The file.</param>
    public static string? WhyNone(string path) => File.Exists(path)
        ? null
        : $"tokenizer is '{path}', {(Directory.Exists(path) ? "which is a folder" : "but there is no such file, and names of Hugging Face are not fetched")}; "
            + "allowed are auto, and paths of a tokenizer.json, a tiktoken file or a tokenizer.model.";

    private static PromptTokenizer SentencePiece(Stream file, int? estimatesAbove)
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Create(file, addBeginningOfSentence: false, addEndOfSentence: false);
        Dictionary<int, string> specials = new() { [tokenizer.BeginningOfSentenceId] = tokenizer.BeginningOfSentenceToken, [tokenizer.EndOfSentenceId] = tokenizer.EndOfSentenceToken };
        return new PromptTokenizer(tokenizer, tokenizer.Vocabulary.Count, tokenizer.EndOfSentenceId, specials, tokenizer.Vocabulary.Keys.Max(token => token.Length), estimatesAbove);
    }

    private static PromptTokenizer Tiktoken(string path, int? estimatesAbove)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        HashSet<int> ranks = [];
        HashSet<byte> bytes = [];
        if (Array.FindIndex(lines, line => !IsToken(line, ranks, bytes)) is >= 0 and var wrong)
        {
            throw Unusable(path, string.Create(CultureInfo.InvariantCulture, $"token {wrong + 1} is no text in base64 and a rank of its own"));
        }

        if (bytes.Count <= byte.MaxValue)
        {
            throw Unusable(path, string.Create(CultureInfo.InvariantCulture, $"it has tokens for {bytes.Count} single bytes; allowed are files with all 256, so that every text has tokens"));
        }

        // Files bring no pattern of their own. The library never comes to the end of a file with empty lines.
        using MemoryStream tokens = new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        TiktokenTokenizer tokenizer = TiktokenTokenizer.Create(tokens, new ShortPieces(new RegexPreTokenizer(O200kBase.Pattern, specialTokens: null)), normalizer: null);
        int end = ranks.Max() + 1;
        int longest = lines.Max(line => Convert.FromBase64String(line.Split(' ')[0]).Length);
        return new PromptTokenizer(tokenizer, end, end, new Dictionary<int, string> { [end] = DefaultEndOfText }, longest, estimatesAbove);
    }

    private static bool IsToken(string line, HashSet<int> ranks, HashSet<byte> bytes)
    {
        string[] sides = line.Split(' ');
        Span<byte> text = new byte[sides[0].Length];
        if (sides.Length != 2 || !Convert.TryFromBase64String(sides[0], text, out int length) || length == 0)
        {
            return false;
        }

        if (length == 1)
        {
            bytes.Add(text[0]);
        }

        return int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int rank) && rank < MostTokens && ranks.Add(rank);
    }

    private static PromptTokenizer HuggingFace(Stream file, string path, int? estimatesAbove)
    {
        using JsonDocument document = JsonDocument.Parse(file);
        JsonElement model = document.RootElement.GetProperty("model");
        string kind = model.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "BPE";
        string? pattern = PatternOf(document.RootElement);
        if (kind != "BPE" || pattern is null)
        {
            throw Unusable(path, $"it is a {kind} tokenizer{(kind == "BPE" ? " without byte-level splitting" : "")}; allowed are byte-level BPE, tiktoken files, and SentencePiece's tokenizer.model");
        }

        string[] merges = [.. model.GetProperty("merges").EnumerateArray().Select(MergeOf)];
        if (merges.GroupBy(merge => merge).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw Unusable(path, $"it merges '{twice.Key}' twice");
        }

        Dictionary<string, int> vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32());
        Dictionary<string, int> added = document.RootElement.TryGetProperty("added_tokens", out JsonElement tokens) && tokens.ValueKind == JsonValueKind.Array
            ? tokens.EnumerateArray().ToDictionary(token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32())
            : [];
        BpeTokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = merges,
            ByteLevel = true,
            PreTokenizer = new ShortPieces(new RegexPreTokenizer(new Regex(pattern, RegexOptions.Compiled), specialTokens: null)),
        });
        int end = s_endsOfText.Select(name => added.TryGetValue(name, out int id) || vocabulary.TryGetValue(name, out id) ? (int?)id : null).FirstOrDefault(id => id is not null)
            ?? vocabulary.Values.Max() + 1;
        Dictionary<int, string> specials = added.ToDictionary(token => token.Value, token => token.Key);
        specials.TryAdd(end, vocabulary.FirstOrDefault(token => token.Value == end).Key ?? DefaultEndOfText);
        return new PromptTokenizer(tokenizer, vocabulary.Values.Max() + 1, end, specials, vocabulary.Keys.Concat(added.Keys).Max(token => token.Length), estimatesAbove);
    }

    private static string MergeOf(JsonElement merge) => merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!;

    /// <summary>How text is split before merging; null where that is not byte-level.</summary>
    private static string? PatternOf(JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out JsonElement before) || before.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonElement[] steps = before.TryGetProperty("pretokenizers", out JsonElement several) ? [.. several.EnumerateArray()] : [before];
        if (!Array.Exists(steps, step => step.GetProperty("type").GetString() == "ByteLevel"))
        {
            return null;
        }

        string? regex = steps.Where(step => step.GetProperty("type").GetString() == "Split" && step.GetProperty("pattern").TryGetProperty("Regex", out _))
            .Select(step => step.GetProperty("pattern").GetProperty("Regex").GetString())
            .FirstOrDefault();
        return regex ?? ByteLevelPattern;
    }

    private static InvalidConfigurationException Unusable(string path, string problem) => new($"tokenizer is '{path}', which cannot be used: {problem.TrimEnd('.')}.");
}
