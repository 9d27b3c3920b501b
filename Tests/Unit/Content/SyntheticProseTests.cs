using System.Text;
using Emulator.Content;

namespace Tests.Unit.Content;

public class SyntheticProseTests
{
    private static readonly SyntheticProse s_prose = SyntheticProse.For(serverSeed: 7, "request-1");

    [Fact]
    public void A_named_text_is_always_the_same() => Assert.Equal(
        SyntheticProse.For(7, "request-1").Text(0, 30), s_prose.Text(0, 30));

    [Fact]
    public void Seeds_and_requests_have_texts_of_their_own()
    {
        string[] texts = [s_prose.Text(0, 40), SyntheticProse.For(8, "request-1").Text(0, 40), SyntheticProse.For(7, "request-2").Text(0, 40)];

        Assert.Equal(3, texts.Distinct().Count());
    }

    [Fact]
    public void Chunks_of_any_size_add_up_to_the_whole()
    {
        string whole = s_prose.Text(0, 500);
        StringBuilder chunks = new();
        for (int first = 0, size = 1; first < 500; first += size, size = (size % 7) + 1)
        {
            chunks.Append(s_prose.Text(first, Math.Min(size, 500 - first)));
        }

        Assert.Equal(whole, chunks.ToString());
        Assert.Equal(whole, string.Concat(Enumerable.Range(0, 500).Select(token => Encoding.UTF8.GetString(s_prose.Utf8(token)))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(5_000)]
    public void A_text_has_as_many_tokens_as_it_says(int tokens) => Assert.Equal(tokens, PromptTokenizer.O200k.Count(s_prose.Text(0, tokens)));

    [Fact]
    public void Every_word_is_one_token()
    {
        Assert.All(ProseWords.Plain.Concat(ProseWords.Capitalised).Concat(ProseWords.Opening), word => Assert.True(PromptTokenizer.O200k.Count(word.Text) == 1, word.Text));
        Assert.Equal(ProseWords.Plain.Length, ProseWords.Plain.Select(word => word.Text).Distinct().Count());
    }

    [Fact]
    public void A_chunk_allocates_its_string_and_nothing_else()
    {
        int characters = s_prose.Text(24, 2).Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            s_prose.Text(24, 2);
            _ = s_prose.Text(i, 1);
            _ = s_prose.Utf8(i).Length;
        }

        long bytesPerString = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
        Assert.InRange(bytesPerString, 1, 22 + (2 * characters) + 8);
    }
}
