using Emulator.Content;

namespace Tests.Unit.Content;

public class PromptTokenizerTests
{
    [Fact]
    public void Text_is_counted_and_encoded_as_o200k_base_has_it()
    {
        Assert.Equal([24912, 2375], PromptTokenizer.O200k.Encode("hello world"));
        Assert.Equal(2, PromptTokenizer.O200k.Count("hello world"));
        Assert.Equal(0, PromptTokenizer.O200k.Count(""));
        Assert.Equal("hello world", PromptTokenizer.O200k.Decode([24912, 2375]));
    }

    [Fact]
    public void The_last_token_of_the_vocabulary_has_a_text_and_those_behind_it_have_none_but_special_ones()
    {
        Assert.NotEqual("", PromptTokenizer.O200k.Decode([199_997]));
        Assert.Equal("hello", PromptTokenizer.O200k.Decode([24912, 199_998, 200_000, int.MaxValue, -1]));
        Assert.Equal("hello<|endoftext|>", PromptTokenizer.O200k.Decode([24912, 199_999]));
    }

    [Theory]
    [InlineData("Grüß dich, 世界 👋🏽")]
    [InlineData(" two  blanks\n")]
    public void Pieces_of_tokens_are_the_text(string text)
    {
        IReadOnlyList<int> tokens = [.. PromptTokenizer.O200k.EncodeChat([("user", text)]), 200_500];

        TextPiece[] pieces = PromptTokenizer.O200k.Pieces(tokens);

        Assert.Equal(tokens, pieces.Select(piece => piece.Id));
        Assert.Equal(PromptTokenizer.O200k.Decode(tokens), string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(PromptTokenizer.O200k.Pieces(text), pieces.Skip(5).Take(pieces.Length - 11));
    }

    [Fact]
    public void A_conversation_costs_five_tokens_and_five_a_message_beside_its_content()
    {
        (string Role, string Content)[] messages = [("system", "hello"), ("user", "hello world")];

        Assert.Equal(5 + 5 + 1 + 5 + 2, PromptTokenizer.O200k.CountChat(messages));
        Assert.Equal(PromptTokenizer.O200k.CountChat(messages), PromptTokenizer.O200k.EncodeChat(messages).Count);
    }

    [Fact]
    public void A_conversation_that_goes_on_begins_with_the_tokens_it_had()
    {
        string answer = SyntheticProse.For(1, "a").Text(0, 40);
        IReadOnlyList<int> first = PromptTokenizer.O200k.EncodeChat([("user", "hello world")]);

        IReadOnlyList<int> second = PromptTokenizer.O200k.EncodeChat([("user", "hello world"), ("assistant", answer), ("user", "and then")]);

        Assert.Equal(first.Concat(PromptTokenizer.O200k.Encode(answer)), second.Take(first.Count + 40));
    }

    [Fact]
    public void Any_word_may_be_a_role_and_is_the_tokens_of_its_name()
    {
        (string Role, string Content)[] seer = [("the seer", "hm")];

        IReadOnlyList<int> tokens = PromptTokenizer.O200k.EncodeChat(seer);

        Assert.Equal(PromptTokenizer.O200k.CountChat(seer), tokens.Count);
        Assert.Equal(PromptTokenizer.O200k.EncodeChat([("user", "hm")]).Count - 1 + PromptTokenizer.O200k.Count("the seer"), tokens.Count);
        Assert.StartsWith("<|begin_of_text|><|start_header_id|>the seer<|end_header_id|>", PromptTokenizer.O200k.Decode(tokens), StringComparison.Ordinal);
    }
}
