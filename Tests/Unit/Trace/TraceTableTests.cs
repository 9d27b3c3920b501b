using System.Globalization;
using LoadGen.Report.Terminal;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Trace;
using LoadGen.Trace.Terminal;
using Tests.Unit.Simulation;

namespace Tests.Unit.Trace;

public sealed class TraceTableTests
{
    [Fact]
    public void A_small_schedule_reads_the_same_as_ever() => Golden.Matches(Text(SmallTrace.Record()), "Tests", "Unit", "golden", "schedule-trace.txt");

    [Fact]
    public void Folded_lines_stand_for_every_step_of_the_trace()
    {
        StepTrace trace = SmallTrace.Record();
        IReadOnlyList<StepRow> rows = StepRow.Of(trace);

        Assert.InRange(rows.Count, 2, trace.Steps.Count / 2);
        Assert.Equal(trace.Steps.Count, rows.Sum(row => row.Count));
        Assert.Equal(trace.Summary.StepTime, new TimeSpan(rows.Sum(row => row.Duration.Ticks)));
        Assert.Equal(trace.Summary.PrefillTokens, rows.Sum(row => row.PrefillTokens));
        Assert.All(rows.Where(row => row.Count > 1), row => Assert.All(
            trace.Steps.Where(step => step.Index >= row.First.Index && step.Index <= row.Last.Index),
            step => Assert.Equal((0, 0, 0, 0), (step.Chunks, step.Finished.Count, step.Preempted.Count, step.EndedBefore.Count))));
    }

    [Fact]
    public void Every_running_sequence_has_a_lane_of_its_own()
    {
        StepTrace trace = SmallTrace.Record();
        IReadOnlyList<Lane[]> lanes = LaneChart.Of(trace);

        Assert.All(trace.Steps.Zip(lanes), pair => Assert.Equal(
            pair.First.Running,
            pair.Second.Count(lane => lane.State is not (LaneState.Free or LaneState.TimedOut or LaneState.Preempted))));
        Assert.Equal(trace.Summary.Preemptions, lanes.Sum(row => row.Count(lane => lane.State == LaneState.Preempted)));
        Assert.Equal(trace.Summary.Completed, lanes.Sum(row => row.Count(lane => lane.State == LaneState.Finished)));
    }

    [Fact]
    public void A_followed_request_is_shown_alone()
    {
        string text = Text(SmallTrace.Record(followed: "book"));

        Assert.Contains("+book", text, StringComparison.Ordinal);
        Assert.DoesNotContain("chat-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("essay", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Two_hundred_sequences_fit_into_a_line(int width)
    {
        LoadSchedule schedule = LoadSchedule.FromArrivals([.. Enumerable.Range(0, 200).Select(i => SmallEngine.First($"request-{i}", TimeSpan.FromMilliseconds(i), 300 + i, 20 + (i % 7)))], "crowd");
        SimulationOptions options = new() { Blueprint = SmallEngine.Blueprint(new() { MaxNumSeqs = 256, TokenBudget = 1_024, NumGpuBlocks = 9_000 }) };

        StepTrace trace = StepRecorder.Record(schedule, options, new StepRange());
        string[] lines = Text(trace, width).Split('\n');
        string[] steps = [.. lines.SkipWhile(line => !line.StartsWith("   step", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)];

        Assert.Equal(1 + StepRow.Of(trace).Count, steps.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));

        // On 80 columns the legend is wrapped; from 120 on each of its four lines fits.
        Assert.True(width < 120 || lines[4].Length == 0, lines[4]);
    }

    [Fact]
    public void A_run_without_a_step_says_so()
    {
        LoadSchedule schedule = LoadSchedule.FromArrivals([SmallEngine.First("huge", TimeSpan.Zero, 9_000, 1)], "one");

        StepTrace trace = StepRecorder.Record(schedule, SmallTrace.Options, new StepRange());

        Assert.Equal("huge", Assert.Single(trace.EndedAfter).Id);
        Assert.Contains("none: nothing ran", Text(trace), StringComparison.Ordinal);
        Assert.Contains("1 ended otherwise", Text(trace), StringComparison.Ordinal);
    }

    private static string Text(StepTrace trace, int width = 120)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        TraceTable.Write(ReportConsole.Plain(writer, width), trace);
        return writer.ToString();
    }
}
