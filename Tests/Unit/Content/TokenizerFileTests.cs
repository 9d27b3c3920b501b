using Emulator;
using Emulator.Content;

namespace Tests.Unit.Content;

/// <summary>Files of tokenizers that are not quite what they should be.</summary>
public sealed class TokenizerFileTests : IDisposable
{
    private const string Bytewise = """{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[MERGES]}}""";

    private readonly TemporaryFolder _folder = new();

    // A token for each byte, and one for two.
    private static string AllBytes { get; } = string.Concat(Enumerable.Range(0, 256).Select(one => $"{Convert.ToBase64String([(byte)one])} {one}\n")) + "YWI= 256\n";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n\r\n")]
    public void Empty_lines_of_a_tiktoken_file_are_passed_over(string behind)
    {
        PromptTokenizer tokenizer = Read("x.tiktoken", AllBytes + behind);

        Assert.Equal([256, 'c'], tokenizer.Encode("abc"));
    }

    [Theory]
    [InlineData("YQ== 0\n", "it has tokens for 1 single bytes; allowed are files with all 256, so that every text has tokens.")]
    [InlineData("YQ== 0\nYg== 0\n", "token 2 is no text in base64 and a rank of its own.")]
    [InlineData("YQ== 0\nYg== -1\n", "token 2 is no text in base64 and a rank of its own.")]
    [InlineData("YQ== 0\nYg== 2000000000\n", "token 2 is no text in base64 and a rank of its own.")]
    [InlineData("YQ==\n", "token 1 is no text in base64 and a rank of its own.")]
    [InlineData("hello 7\n", "token 1 is no text in base64 and a rank of its own.")]
    public void A_tiktoken_file_that_cannot_be_used_is_refused_in_a_sentence(string text, string problem) => AssertRefused("x.tiktoken", text, problem);

    [Theory]
    [InlineData("\"a b\",\"a b\"", "it merges 'a b' twice.")]
    [InlineData("[\"a\"]", "cannot be used")]
    [InlineData("[]", "cannot be used")]
    [InlineData("\"\\ud800\"", "cannot be used")]
    public void A_tokenizer_json_that_cannot_be_used_is_refused_in_a_sentence(string merges, string problem) => AssertRefused("tokenizer.json", Bytewise.Replace("MERGES", merges, StringComparison.Ordinal), problem);

    [Fact]
    public void Special_tokens_of_a_file_have_their_names()
    {
        const string added = """{"added_tokens":[{"id":7,"content":"<|im_end|>"},{"id":9,"content":"<|im_start|>"}],""";
        PromptTokenizer tokenizer = Read("tokenizer.json", added + Bytewise[1..].Replace("MERGES", "\"a b\"", StringComparison.Ordinal));

        IReadOnlyList<int> chat = tokenizer.EncodeChat([("user", "ab")]);

        Assert.Equal("ab<|im_start|>a<|im_end|>", tokenizer.Decode([2, 9, 0, 8, 7]));
        Assert.Equal("<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nab<|eot_id|>", tokenizer.Decode([.. chat.SkipLast(4)]));
        Assert.All(chat, token => Assert.InRange(token, 0, tokenizer.VocabularySize - 1));
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(string name, string text, string problem)
    {
        InvalidConfigurationException refused = Assert.Throws<InvalidConfigurationException>(() => Read(name, text));
        Assert.StartsWith("tokenizer is '", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    private PromptTokenizer Read(string name, string text) => TokenizerFile.Read(_folder.Write(name, text), null);
}
