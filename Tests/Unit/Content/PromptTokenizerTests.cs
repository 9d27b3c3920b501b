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
    public void The_last_token_of_the_vocabulary_has_a_text_and_those_behind_it_have_none()
    {
        Assert.NotEqual("", PromptTokenizer.O200k.Decode([199_997]));
        Assert.Null(PromptTokenizer.O200k.Decode([24912, 199_998]));
        Assert.Null(PromptTokenizer.O200k.Decode([-1]));
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
    public void Any_word_may_be_a_role_and_is_one_token_of_its_own()
    {
        IReadOnlyList<int> oracle = PromptTokenizer.O200k.EncodeChat([("oracle", "hm")]);

        Assert.Equal(PromptTokenizer.O200k.EncodeChat([("user", "hm")]).Count, oracle.Count);
        Assert.Equal(oracle, PromptTokenizer.O200k.EncodeChat([("oracle", "hm")]));
        Assert.NotEqual(oracle, PromptTokenizer.O200k.EncodeChat([("seer", "hm")]));
    }
}
