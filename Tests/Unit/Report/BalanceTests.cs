using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Report;

public sealed class BalanceTests
{
    [Fact]
    public void Both_sides_count_alike_and_the_line_shows_both()
    {
        Balance balance = new(new OutcomeCounts(Completed: 179, TimedOut: 5, Invalid: 11), new OutcomeCounts(Completed: 179, TimedOut: 5, Invalid: 11));

        Assert.True(balance.Holds);
        Assert.Equal("server received 195 = 179 completed + 5 timed out + 11 invalid; client sent 195 = 179 completed + 5 timed out + 11 invalid: they balance", balance.Text());
    }

    [Theory]
    [InlineData(10, 3, 10, 3, true)]
    [InlineData(11, 2, 10, 3, true)]
    [InlineData(9, 4, 10, 3, false)]
    [InlineData(10, 2, 10, 3, true)]
    [InlineData(10, 4, 10, 3, false)]
    public void What_the_client_gave_up_the_server_counts_as_cancelled_or_as_just_completed_or_never_saw(long completed, long cancelled, long clientCompleted, long unfinished, bool holds) =>
        Assert.Equal(holds, new Balance(new OutcomeCounts(Completed: completed, Cancelled: cancelled), new OutcomeCounts(Completed: clientCompleted, Unfinished: unfinished)).Holds);

    [Fact]
    public void Another_outcome_on_one_side_or_a_request_in_flight_does_not_balance()
    {
        Assert.False(new Balance(new OutcomeCounts(TimedOut: 1), new OutcomeCounts(Failed: 1)).Holds);
        Assert.False(new Balance(new OutcomeCounts(Completed: 1, Unfinished: 1), new OutcomeCounts(Completed: 1)).Holds);
    }

    [Fact]
    public void What_was_never_sent_is_not_in_the_client_s_books()
    {
        RequestRecord sent = Records.Chat with { Outcome = LoadOutcome.Unfinished };

        Assert.Equal(new OutcomeCounts(Completed: 1, Unfinished: 1), Balance.Of(new OutcomeCounts(), [Records.Chat, sent, sent with { Attempts = 0 }]).Client);
    }
}
