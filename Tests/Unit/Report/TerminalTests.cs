using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Report.Terminal;
using Spectre.Console;

namespace Tests.Unit.Report;

public sealed class TerminalTests
{
    [Fact]
    public void A_run_reads_as_ever() => Golden.Matches(
        Text(80, console => ConsoleReport.Write(console, SampleComparison.Run(4, 1, 1, ReportKind.Simulate) with { Host = new HostReport() })),
        "Tests", "Unit", "golden", "console-run.txt");

    [Fact]
    public void A_real_run_reads_as_ever() => Golden.Matches(
        Text(120, console => ConsoleReport.Write(console, SampleComparison.Run(4, 2, 1, ReportKind.Run))),
        "Tests", "Unit", "golden", "console-live-run.txt");

    [Fact]
    public void A_comparison_reads_as_ever() => Golden.Matches(
        Text(120, console => CompareTable.Write(console, SampleComparison.Report())),
        "Tests", "Unit", "golden", "compare-120.txt");

    [Fact]
    public void Error_bars_read_as_ever() => Golden.Matches(
        Text(80, console => ConsoleReport.Write(console, SampleComparison.WithErrorBars(SampleComparison.Run(1, 1, 1, ReportKind.Simulate)) with { Host = new HostReport() }))
            + Text(80, console => CompareTable.Write(console, CompareReport.Of([.. Enumerable.Range(1, 3).Select(seed => SampleComparison.WithErrorBars(SampleComparison.Run(1, 1, seed, ReportKind.Simulate)))])))
            + Text(130, console => CompareSummary.Write(console, SampleComparison.WithErrorBars(), 60))
            + Text(120, console => CompareGlance.Write(console, SampleComparison.WithErrorBars())),
        "Tests", "Unit", "golden", "error-bars.txt");

    [Fact]
    public void A_simulation_without_error_bars_says_why() => Assert.Contains(
        "error bars: none, nobody measured it",
        Text(80, console => ConsoleReport.Write(console, SampleComparison.WithErrorBars(SampleComparison.Run(0, 1, 1, ReportKind.Simulate)))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_console_and_no_figure_is_cut(int width)
    {
        string run = Text(width, console => ConsoleReport.Write(console, SampleComparison.Run(4, 1, 1, ReportKind.Run)));
        string comparison = Text(width, console => CompareTable.Write(console, SampleComparison.Report())) + Text(width, console => CompareTable.Write(console, SampleComparison.WithErrorBars()));

        Assert.All((run + comparison).Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.DoesNotMatch(@"%\d|[mµ]s\d|\d–", run + comparison); // columns that touch
        Assert.DoesNotContain("…", run + comparison, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run + comparison, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_says_when_the_load_generator_was_the_limit()
    {
        LatencyHistogram sends = new();
        sends.Record(TimeSpan.FromMilliseconds(20), 1_000);
        RunReport run = Records.Measured() with { Host = HostReport.Live(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), sends) };

        Assert.StartsWith("The load generator, not the server, was the limit", Text(120, console => ConsoleReport.Write(console, run)), StringComparison.Ordinal);
    }

    [Fact]
    public void Engine_figures_that_the_server_does_not_say_take_no_row()
    {
        RunReport run = SampleComparison.Run(4, 1, 1, ReportKind.Run) with { Engine = new EngineReport { Replicas = 1, Steps = 12, KvUsageMean = 0.5 } };

        string[] lines = Text(120, console => ConsoleReport.Write(console, run)).Split('\n');
        string[] engine = [.. lines.SkipWhile(line => line != "engine").Skip(1).TakeWhile(line => line.Length > 0)];

        Assert.Equal(["steps", "KV usage, mean"], engine.Select(line => line.Split("  ")[0]));
    }

    [Theory]
    [InlineData(PartialReason.TargetLost, "Partial: the target was lost; what")]
    [InlineData(PartialReason.Interrupted, "Partial: the run was interrupted; what")]
    public void A_partial_run_says_why(PartialReason reason, string line) => Assert.Contains(
        line,
        Text(120, console => ConsoleReport.Write(console, SampleComparison.Run(4, 1, 1, ReportKind.Simulate) with { Partial = true, PartialReason = reason })),
        StringComparison.Ordinal);

    private static string Text(int width, Action<IAnsiConsole> write)
    {
        StringWriter writer = new();
        write(ReportConsole.Plain(writer, width));
        return string.Join('\n', writer.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()));
    }
}
