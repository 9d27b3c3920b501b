using Emulator.Admission;
using Emulator.Api;
using Emulator.Content;

namespace Tests.Unit.Api;

public class RequestControlTests
{
    private static readonly ReplyOrder s_order = new() { Said = "Hi [[output_tokens=7]] there [[reply=So be it.]]" };

    private static readonly RequestControl s_control = new(["m", "org/m", "org@v1"]);

    [Fact]
    public void A_server_that_does_not_let_clients_leaves_everything_as_it_is()
    {
        RequestControl control = new(null);

        Assert.Equal((s_order, "m@output_tokens=5"), (control.Apply(s_order, _ => "5", "m@output_tokens=5"), control.ModelOf("m@output_tokens=5")));
    }

    [Theory]
    [InlineData("3", "m@output_tokens=5", 3)]
    [InlineData("", "m@output_tokens=5", 5)]
    [InlineData("", "m", 7)]
    public void The_header_wins_over_the_name_and_the_name_over_the_message(string header, string model, int tokens)
    {
        ReplyOrder order = s_control.Apply(s_order, name => name == "X-Emulator-Output-Tokens" ? header : null, model);

        Assert.Equal((tokens, "So be it."), (order.OutputTokens, order.Text));
    }

    [Theory]
    [InlineData("org/m@output_tokens=5", "org/m", 5, null)]
    [InlineData("org@v1", "org@v1", null, null)]
    [InlineData("ORG@v1", "ORG@v1", null, null)]
    [InlineData("org@v1@output_tokens=2", "org@v1", 2, null)]
    [InlineData("m@reply=a@b.c", "m", null, "a@b.c")]
    [InlineData("m@reply=a@b.c@output_tokens=3", "m", 3, "a@b.c")]
    [InlineData("m@output_tokens=3@reply=", "m", 3, "")]
    [InlineData("org@v2", "org@v2", null, null)]
    [InlineData("m@v2", "m@v2", null, null)]
    [InlineData("other@v2@output_tokens=3", "other@v2", 3, null)]
    [InlineData("@output_tokens=3", "", 3, null)]
    [InlineData(null, null, null, null)]
    public void A_name_of_the_server_counts_whole_and_the_order_follows_it(string? model, string? name, int? tokens, string? text)
    {
        ReplyOrder order = s_control.Apply(new ReplyOrder { Said = "" }, _ => null, model);
        s_control.CheckSuffix(model);

        Assert.Equal((name, tokens, text), (s_control.ModelOf(model), order.OutputTokens, order.Text));
    }

    [Theory]
    [InlineData("m@output_token=2", "@output_token=2")]
    [InlineData("m@foo=3", "@foo=3")]
    [InlineData("org@v1@foo=3@reply=x", "@foo=3@reply=x")]
    public void An_order_that_says_nothing_is_refused(string model, string suffix)
    {
        RefusedException refused = Assert.Throws<RefusedException>(() => s_control.CheckSuffix(model));

        Assert.Equal($"model ends with '{suffix}'; allowed behind a model's name are @output_tokens=N and @reply=TEXT.", refused.Refusal.Message);
    }

    [Theory]
    [InlineData("[[reply=", null)]
    [InlineData("[[reply=a]", null)]
    [InlineData("]] [[reply=a", null)]
    [InlineData("[[reply=a]] [[reply=b", "a")]
    [InlineData("[[reply=a]] [[reply=b]]]", "b")]
    [InlineData("[[reply=a [[reply=b]]", "a [[reply=b")]
    [InlineData("[[reply=]]", "")]
    public void What_a_message_says_ends_with_its_brackets(string said, string? text) =>
        Assert.Equal(text, s_control.Apply(new ReplyOrder { Said = said }, _ => null, "m").Text);

    [Fact]
    public void Beginnings_without_an_end_are_passed_over_once() =>
        Assert.Equal("a", s_control.Apply(new ReplyOrder { Said = "[[reply=a]]" + string.Concat(Enumerable.Repeat("[[reply=", 1_000_000)) }, _ => null, "m").Text);

    [Fact]
    public void A_length_that_is_none_is_refused() => Assert.Throws<RefusedException>(() => s_control.Apply(s_order, _ => "many", "m"));
}
