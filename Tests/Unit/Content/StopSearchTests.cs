using Emulator.Content;

namespace Tests.Unit.Content;

public class StopSearchTests
{
    private static readonly ReplyWriter s_writer = new(PromptTokenizer.O200k, ContentSource.Prose);

    [Fact]
    public void An_answer_ends_with_the_token_that_completes_the_stop_and_shows_nothing_of_it()
    {
        Reply reply = s_writer.Write(new ReplyOrder { Text = "One two three four five", Stop = ["ee fo"] }, seed: 1, mostTokens: 100);

        Assert.Equal((4, "ee fo"), (reply.Length, reply.StopText));
        Assert.Equal("One two thr", reply.Text.Text(0, reply.Length));
    }

    [Fact]
    public void As_many_characters_are_held_back_as_may_belong_to_a_stop()
    {
        Reply reply = s_writer.Write(new ReplyOrder { Text = "One two three four five", Stop = ["xxxxx"] }, seed: 1, mostTokens: 100);

        Assert.Equal(["", "One", " two t", "hree ", "four ", "five"], Enumerable.Range(0, reply.Length).Select(token => reply.Text.Text(token, 1)));
    }

    [Fact]
    public void A_stop_that_is_included_is_shown()
    {
        Reply reply = s_writer.Write(new ReplyOrder { Text = "One two three four five", Stop = ["three"], IncludesStop = true }, seed: 1, mostTokens: 100);

        Assert.Equal("One two three", reply.Text.Text(0, reply.Length));
    }

    [Fact]
    public void Before_the_least_tokens_nothing_stops()
    {
        Reply reply = s_writer.Write(new ReplyOrder { Text = "One two One two One", Stop = ["One"], MinTokens = 2 }, seed: 1, mostTokens: 100);

        Assert.Equal((3, "One two "), (reply.Length, reply.Text.Text(0, reply.Length)));
    }

    [Fact]
    public void A_token_stops_too()
    {
        int two = PromptTokenizer.O200k.Encode(" two").Single();

        Reply reply = s_writer.Write(new ReplyOrder { Text = "One two three", StopTokenIds = [two] }, seed: 1, mostTokens: 100);

        Assert.Equal((2, two, "One"), (reply.Length, reply.StopToken, reply.Text.Text(0, 2)));
    }

    [Fact]
    public void What_lies_beyond_the_limit_stops_nothing()
    {
        Reply reply = s_writer.Write(new ReplyOrder { Text = "One two three", Stop = ["three"] }, seed: 1, mostTokens: 2);

        Assert.Null(reply.StopText);
        Assert.Equal("One two", reply.Text.Text(0, 2));
    }

    [Theory]
    [InlineData("Grüße, 世界! 👋🏽 ok")]
    [InlineData("a\tb\r\n\"quoted\" \\ 𝒳")]
    public void Pieces_of_any_text_are_the_text(string text) => Assert.Equal(text, string.Concat(PromptTokenizer.O200k.Pieces(text).Select(piece => piece.Text)));
}
