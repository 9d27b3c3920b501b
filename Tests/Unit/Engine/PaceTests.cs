using Emulator.Cli;
using Emulator.Engine;

namespace Tests.Unit.Engine;

public sealed class PaceTests
{
    [Theory]
    [InlineData(1.0, 5, true)]
    [InlineData(1.1, 5, false)]
    [InlineData(5.0, 100, true)]
    [InlineData(5.1, 100, false)]
    public void A_host_keeps_pace_within_a_millisecond_or_five_percent_of_a_step(double latenessMilliseconds, double stepMilliseconds, bool kept)
    {
        Lateness lateness = new(1_000, TimeSpan.Zero, TimeSpan.FromMilliseconds(latenessMilliseconds), TimeSpan.FromSeconds(1));
        TimeSpan step = TimeSpan.FromMilliseconds(stepMilliseconds);

        Assert.Equal(kept, Pace.IsKept(lateness, step));
        Assert.Equal(kept, PaceWatch.Complaint(lateness, step) is null);
    }

    [Fact]
    public void The_complaint_names_the_lateness_what_is_allowed_and_what_helps()
    {
        Lateness lateness = new(500, TimeSpan.Zero, TimeSpan.FromMilliseconds(7.25), TimeSpan.FromSeconds(1));

        Assert.Equal(
            "this host cannot keep pace: of the last 500 steps 1 in 100 ended 7.3 ms late or more (allowed: 1.0 ms); a larger --time-scale gives it more time.",
            PaceWatch.Complaint(lateness, TimeSpan.FromMilliseconds(10)));
        Assert.Null(PaceWatch.Complaint(default, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void Buckets_count_every_value_once_and_rise()
    {
        LatenessHistogram histogram = new();
        double[] milliseconds = [0, 7, 2, 2, 4_000];
        foreach (double late in milliseconds)
        {
            histogram.Record(TimeSpan.FromMilliseconds(late));
        }

        IReadOnlyList<(TimeSpan Upper, long Count)> buckets = histogram.ReadBuckets();

        Assert.Equal([1, 2, 1, 1], buckets.Select(bucket => bucket.Count));
        Assert.All(buckets.Zip(milliseconds.Distinct().Order()), pair => Assert.InRange(pair.First.Upper.TotalMilliseconds, pair.Second, (pair.Second * 1.001) + 0.0001));
    }

    [Fact]
    public void Recent_lateness_forgets_what_was_taken()
    {
        LatenessHistogram histogram = new();
        histogram.Record(TimeSpan.FromMilliseconds(50));

        Assert.Equal(1, histogram.Take().Count);
        histogram.Record(TimeSpan.FromMilliseconds(2));
        Lateness recent = histogram.Take();

        Assert.Equal(1, recent.Count);
        Assert.InRange(recent.Max, TimeSpan.FromMilliseconds(1.99), TimeSpan.FromMilliseconds(2.01));
        Assert.Equal(default, histogram.Take());
    }
}
