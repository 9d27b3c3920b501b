using System.Globalization;
using LoadGen.Report;
using Spectre.Console;

namespace LoadGen.Trace.Terminal;

/// <summary>What the steps of a trace come to, below its table.</summary>
internal static class TraceSummaryText
{
    /// <summary>Writes a line a figure.</summary>
    public static void Write(IAnsiConsole console, StepTrace trace)
    {
        foreach ((string name, string value) in Lines(trace))
        {
            console.MarkupLine($"[bold]{name,-12}[/] {Markup.Escape(value)}");
        }

        if (trace.Partial)
        {
            console.MarkupLine("interrupted: these are the steps until then");
        }
    }

    /// <summary>The figures with their names.</summary>
    public static IEnumerable<(string Name, string Value)> Lines(StepTrace trace)
    {
        TraceSummary sum = trace.Summary;
        if (sum.Steps == 0)
        {
            yield return ("steps", "none: nothing ran");
        }
        else
        {
            TracedStep longest = trace.Steps.First(step => step.Index == sum.LongestStep);
            yield return ("steps", $"{Figures.Count(sum.Steps)} in {Figures.Duration(sum.Span)} from {Seconds(trace.Steps[0].Start)}, {Figures.Duration(sum.StepTime / sum.Steps)} on average");
            yield return ("longest step", $"{longest.Index} at {Seconds(longest.Start)}, {Figures.Duration(longest.Duration)}: {Counted(longest.Decodes, "decode")}, {Counted(longest.PrefillTokens, "prefill token")}");
            yield return ("prefill", $"{Counted(sum.Chunks, "chunk")} of {Counted(sum.Admissions, "admission")}, {Figures.Count(sum.PrefillTokens)} tokens computed, {Figures.Count(sum.CachedTokens)} found cached");
            yield return ("decodes", Figures.Count(sum.Decodes));
            yield return ("preemptions", Figures.Count(sum.Preemptions));
            yield return ("KV blocks", $"{Figures.Count(sum.KvBlocksUsedMax)} of {Figures.Count(trace.KvBlocks)} at most; {Figures.Count(sum.WaitingMax)} waiting at most");
        }

        string other = sum.OtherEnds > 0 ? $", {Figures.Count(sum.OtherEnds)} ended otherwise" : "";
        yield return ("ends", $"{Figures.Count(sum.Completed)} completed, {Figures.Count(sum.TimedOut)} timed out{other}");
    }

    private static string Counted(long count, string what) => $"{Figures.Count(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0000} s");
}
