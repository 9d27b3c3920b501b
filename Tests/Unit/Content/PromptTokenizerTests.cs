using Emulator.Content;

namespace Tests.Unit.Content;

public class PromptTokenizerTests
{
    [Fact]
    public void Text_is_counted_and_encoded_as_o200k_base_has_it()
    {
        Assert.Equal([24912, 2375], PromptTokenizer.Encode("hello world"));
        Assert.Equal(2, PromptTokenizer.Count("hello world"));
        Assert.Equal(0, PromptTokenizer.Count(""));
        Assert.Equal("hello world", PromptTokenizer.Decode([24912, 2375]));
    }

    [Fact]
    public void The_last_token_of_the_vocabulary_has_a_text_and_those_behind_it_have_none()
    {
        Assert.NotEqual("", PromptTokenizer.Decode([199_997]));
        Assert.Null(PromptTokenizer.Decode([24912, 199_998]));
        Assert.Null(PromptTokenizer.Decode([-1]));
    }

    [Fact]
    public void A_conversation_costs_five_tokens_and_five_a_message_beside_its_content()
    {
        (string Role, string Content)[] messages = [("system", "hello"), ("user", "hello world")];

        Assert.Equal(5 + 5 + 1 + 5 + 2, PromptTokenizer.CountChat(messages));
        Assert.Equal(PromptTokenizer.CountChat(messages), PromptTokenizer.EncodeChat(messages).Count);
    }

    [Fact]
    public void A_conversation_that_goes_on_begins_with_the_tokens_it_had()
    {
        string answer = SyntheticProse.For(1, "a").Text(0, 40);
        IReadOnlyList<int> first = PromptTokenizer.EncodeChat([("user", "hello world")]);

        IReadOnlyList<int> second = PromptTokenizer.EncodeChat([("user", "hello world"), ("assistant", answer), ("user", "and then")]);

        Assert.Equal(first.Concat(PromptTokenizer.Encode(answer)), second.Take(first.Count + 40));
    }

    [Fact]
    public void A_role_that_nobody_has_is_refused()
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => PromptTokenizer.EncodeChat([("oracle", "hm")]));

        Assert.StartsWith("role is 'oracle'; allowed are system, developer, user, assistant, tool.", problem.Message, StringComparison.Ordinal);
    }
}
