using Emulator.Admission;
using Emulator.Api;
using Emulator.Content;

namespace Tests.Unit.Api;

public class RequestControlTests
{
    private static readonly ReplyOrder s_order = new() { Said = "Hi [[output_tokens=7]] there [[reply=So be it.]]" };

    [Fact]
    public void A_server_that_does_not_let_clients_leaves_everything_as_it_is()
    {
        RequestControl control = new(isOn: false);

        Assert.Equal((s_order, "m@output_tokens=5"), (control.Apply(s_order, _ => "5", "m@output_tokens=5"), control.ModelOf("m@output_tokens=5")));
    }

    [Theory]
    [InlineData("3", "m@output_tokens=5", 3)]
    [InlineData("", "m@output_tokens=5", 5)]
    [InlineData("", "m", 7)]
    public void The_header_wins_over_the_name_and_the_name_over_the_message(string header, string model, int tokens)
    {
        ReplyOrder order = new RequestControl(isOn: true).Apply(s_order, name => name == "X-Emulator-Output-Tokens" ? header : null, model);

        Assert.Equal((tokens, "So be it."), (order.OutputTokens, order.Text));
    }

    [Fact]
    public void The_model_is_what_stands_before_it() => Assert.Equal("org/m", new RequestControl(isOn: true).ModelOf("org/m@output_tokens=5"));

    [Fact]
    public void A_length_that_is_none_is_refused() => Assert.Throws<RefusedException>(() => new RequestControl(isOn: true).Apply(s_order, _ => "many", "m"));
}
