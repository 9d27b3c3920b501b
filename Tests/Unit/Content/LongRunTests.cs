using Emulator.Content;
using Microsoft.ML.Tokenizers;

namespace Tests.Unit.Content;

/// <summary>Text without a break: what a client sends to keep a server busy, and what ordinary text must not pay for.</summary>
public sealed class LongRunTests : IDisposable
{
    private const int Length = 300_000;

    private static readonly TiktokenTokenizer s_library = TiktokenTokenizer.CreateForEncoding("o200k_base");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Runs => ["a", "A", "漢", "👋", "é", "=", "\n", "/\n", " ", "1", "xyZ"];

    public static TheoryData<string> Texts =>
    [
        "", "hello world", "Grüß dich, 世界 👋🏽", " two  blanks\n\n", "a<|endoftext|>b<|endofprompt|>", "I'LL say it's 'S 12345 //\n/\r\n", "\ud83d lone", new string('a', ShortPieces.Longest), new string('漢', ShortPieces.Longest),
        string.Concat(Enumerable.Range(0, 5_000).Select(n => $"word{n}, ")),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_without_a_long_run_has_the_tokens_it_has_elsewhere(string text)
    {
        Assert.Equal(s_library.EncodeToIds(text), PromptTokenizer.O200k.Encode(text));
        Assert.Equal(s_library.CountTokens(text), PromptTokenizer.O200k.Count(text));
    }

    [Fact]
    public void Prose_and_code_have_the_tokens_they_have_elsewhere()
    {
        IEnumerable<string> texts = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.json").Take(20).Select(File.ReadAllText).Append(SyntheticProse.For(1, "a").Text(0, 20_000));

        Assert.All(texts, text => Assert.Equal(s_library.EncodeToIds(text), PromptTokenizer.O200k.Encode(text)));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_long_run_comes_back_as_it_was_and_its_neighbours_have_the_tokens_they_have_elsewhere(string unit)
    {
        string run = string.Concat(Enumerable.Repeat(unit, Length / unit.Length));
        string whole = $"Before it, words. {run} After it, more.";

        IReadOnlyList<int> tokens = PromptTokenizer.O200k.Encode(whole);

        Assert.Equal(whole, PromptTokenizer.O200k.Decode(tokens));
        Assert.Equal(PromptTokenizer.O200k.Count(whole), tokens.Count);
        Assert.Equal(s_library.EncodeToIds("Before it, words."), tokens.Take(5));
        Assert.Equal(s_library.EncodeToIds(" it, more."), tokens.TakeLast(4));
        Assert.Equal(tokens, PromptTokenizer.O200k.Pieces(whole).Select(piece => piece.Id));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("漢")]
    [InlineData("x👋")]
    public void No_piece_is_longer_than_what_merges_in_no_time_and_none_ends_within_a_character(string unit)
    {
        string text = "b " + string.Concat(Enumerable.Repeat(unit, Length));

        (int Offset, int Length)[] pieces = [.. new ShortPieces(new RegexPreTokenizer(O200kBase.Pattern, null)).PreTokenize(text)];

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, ShortPieces.Longest));
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(text[piece.Offset])));
        Assert.Equal(text, string.Concat(pieces.Select(piece => text.Substring(piece.Offset, piece.Length))));
    }

    [Fact]
    public void Tokenizers_of_files_take_long_runs_in_parts_too()
    {
        string run = new('a', Length);
        string tiktoken = _folder.Write("x.tiktoken", string.Concat(Enumerable.Range(0, 256).Select(one => $"{Convert.ToBase64String([(byte)one])} {one}\n")) + "YWE= 256\n");
        string json = _folder.Write("tokenizer.json", """{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0,"aa":1},"merges":["a a"]}}""");

        foreach (PromptTokenizer tokenizer in (PromptTokenizer[])[TokenizerFile.Read(tiktoken, null), TokenizerFile.Read(json, null)])
        {
            Assert.Equal(Length / 2, tokenizer.Encode(run).Count);
            Assert.Equal(run, tokenizer.Decode(tokenizer.Encode(run)));
            Assert.Equal(2, tokenizer.MaxCharactersPerToken);
        }
    }

    [Fact]
    public async Task Nothing_more_is_tokenized_once_nobody_wants_it()
    {
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();

        await Task.Run(() =>
        {
            PromptTokenizer.StopWhen(gone.Token);
            Assert.ThrowsAny<OperationCanceledException>(() => PromptTokenizer.O200k.Encode("hello world"));
        });

        Assert.Equal(2, PromptTokenizer.O200k.Encode("hello world").Count);
    }

    [Fact]
    public void The_longest_token_of_o200k_base_is_as_long_as_it_says() =>
        Assert.Equal(O200kBase.LongestToken, Enumerable.Range(0, O200kBase.TextTokens).Max(token => PromptTokenizer.O200k.Decode([token]).Length));

    public void Dispose() => _folder.Dispose();
}
