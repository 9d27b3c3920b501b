using LoadGen.Measure;

namespace Tests.Unit.Measure;

public sealed class TimelineTests
{
    [Fact]
    public void A_long_run_keeps_its_bound_and_covers_its_whole_length()
    {
        Timeline timeline = new();
        for (int i = 0; i < 100_000; i++)
        {
            timeline.Add(Point(i * 0.025, running: i));
        }

        Assert.InRange(timeline.Points.Count, Timeline.Capacity / 2, Timeline.Capacity);
        Assert.Equal(TimeSpan.Zero, timeline.Points[0].At);
        Assert.True(timeline.Points[^1].At > TimeSpan.FromSeconds(2_490));
        Assert.Equal(timeline.Points.Select(p => p.At).Order(), timeline.Points.Select(p => p.At));
    }

    [Fact]
    public void Kept_samples_are_true_samples()
    {
        Timeline timeline = new();
        for (int i = 0; i < 10_000; i++)
        {
            timeline.Add(Point(i, running: 2 * i));
        }

        Assert.All(timeline.Points, p => Assert.Equal(2 * p.At.TotalSeconds, p.Running));
    }

    [Fact]
    public void Replicas_add_up_and_a_value_holds_until_the_next()
    {
        Timeline first = new();
        first.Add(Point(0, running: 1, waiting: 5, kvUsage: 0.2));
        first.Add(Point(2, running: 3, waiting: 0, kvUsage: 0.4));
        Timeline second = new();
        second.Add(Point(1, running: 10, waiting: 1, kvUsage: 1));

        Timeline both = Timeline.Merge([first, second]);

        Assert.Equal([Point(0, 1, 5, 0.1), Point(1, 11, 6, 0.6), Point(2, 13, 1, 0.7)], both.Points);
    }

    [Fact]
    public void A_drawing_gets_few_points_and_the_last()
    {
        Timeline timeline = new();
        for (int i = 0; i < 1_000; i++)
        {
            timeline.Add(Point(i));
        }

        IReadOnlyList<TimelinePoint> thinned = timeline.Thinned(100);

        Assert.InRange(thinned.Count, 50, 101);
        Assert.Equal(TimeSpan.FromSeconds(999), thinned[^1].At);
    }

    private static TimelinePoint Point(double seconds, int running = 0, int waiting = 0, double kvUsage = 0) =>
        new(TimeSpan.FromSeconds(seconds), running, waiting, kvUsage);
}
