using System.Globalization;
using System.Text;
using LoadGen.Report;
using Spectre.Console;

namespace LoadGen.Trace.Terminal;

/// <summary>
/// A trace as lines of text, a step a line: the running sequences as lanes that go down the page, and the step's figures around them. Steps
/// in which the same sequences decode, and nothing else happens, are one line.
/// </summary>
internal sealed class TraceTable
{
    // Lanes that get a column of their own, with the names of who comes and goes beside them.
    private const int MostNamed = 24;
    private const int MostColumns = 40;
    private const int LeastColumns = 8;
    private const int LeadWidth = 32;
    private const int FiguresWidth = 62;
    private const int NumbersWidth = 14;

    private readonly IAnsiConsole _console;
    private readonly StepTrace _trace;
    private readonly IReadOnlyList<StepRow> _rows;
    private readonly IReadOnlySet<string>? _followed;
    private readonly int _lanes;
    private readonly int _perColumn;
    private readonly int _columns;

    private TraceTable(IAnsiConsole console, StepTrace trace)
    {
        (_console, _trace, _rows) = (console, trace, StepRow.Of(trace));
        _followed = trace.Followed?.ToHashSet();
        _lanes = _rows is [var first, ..] ? first.Lanes.Length : 0;
        int room = Math.Clamp(console.Profile.Width - FiguresWidth - NumbersWidth, LeastColumns, MostColumns);
        _perColumn = _lanes <= Math.Max(MostNamed, room) ? 1 : (_lanes + room - 1) / room;
        _columns = Math.Max(LeastColumns, (_lanes + _perColumn - 1) / _perColumn);
    }

    /// <summary>Writes legend, steps and summary.</summary>
    public static void Write(IAnsiConsole console, StepTrace trace)
    {
        TraceTable table = new(console, trace);
        table.WriteLegend();
        table.WriteSteps();
        TraceSummaryText.Write(console, trace);
    }

    private void WriteLegend()
    {
        string seed = _trace.Seed is long number ? string.Create(CultureInfo.InvariantCulture, $", seed {number}") : "";
        Line("bold", $"{(_trace.Preset is null ? "" : _trace.Preset + ", ")}{_trace.Workload}{seed}: {Figures.Count(_trace.TokenBudget)} tokens a step, {Figures.Count(_trace.MaxNumSeqs)} sequences, {Figures.Count(_trace.KvBlocks)} KV blocks of {_trace.BlockSize} tokens");
        if (_trace.Followed is { } followed)
        {
            Line("", $"lanes and events of {string.Join(", ", followed)} alone; figures of whole steps");
        }

        if (_perColumn == 1)
        {
            Line("", "│ decode   ▁…█ prefill chunk, by share of the budget   h behind a cached prefix   r resumed   ╎ no share");
            Line("", "■ finished   x preempted   t timed out   a sequence keeps its column while it runs   × alike steps folded, ms their mean");
        }
        else
        {
            Line("", $"⡀…⣿ decodes of up to {_perColumn} sequences   ▁…█ prefill chunk, by share of the budget   h behind a cached prefix   r resumed");
            Line("", "■ finished   x preempted   t timed out   ╎ no share   × alike steps folded, ms their mean");
            Line("", "a column shows the most telling of its sequences; last, how many came and went: + admitted, - finished, x, t");
        }

        _console.WriteLine();
    }

    private void WriteSteps()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        Line("bold", $"{"step",7} {"at (s)",9} {"ms",7} {"×",4}  {"running".PadRight(_columns)}  {"decode",6} {"prefill",7} {"KV",5} {"waits",5}  {(Named ? "in and out" : "")}");
        foreach (StepRow row in _rows)
        {
            StringBuilder line = new();
            Append(line, "", string.Create(CultureInfo.InvariantCulture,
                $"{row.First.Index,7} {row.First.Start.TotalSeconds,9:0.0000} {row.Duration.TotalMilliseconds / row.Count,7:0.00} {(row.Count > 1 ? row.Count.ToString(CultureInfo.InvariantCulture) : ""),4}  "));
            AppendLanes(line, row);
            string figures = string.Create(CultureInfo.InvariantCulture,
                $"  {row.Last.Decodes,6} {(row.PrefillTokens > 0 ? row.PrefillTokens.ToString("N0", CultureInfo.InvariantCulture) : ""),7} {Kv(row.Last),5} {(row.Last.Waiting > 0 ? row.Last.Waiting.ToString("N0", CultureInfo.InvariantCulture) : ""),5}");
            int left = _console.Profile.Width - (LeadWidth + _columns + figures.Length + 2);
            string events = TraceEvents.Text(row.First, _followed, left, Named);
            Append(line, "", events.Length > 0 ? $"{figures}  {events}" : figures.TrimEnd());
            _console.MarkupLine(line.ToString());
        }

        _console.WriteLine();
    }

    private bool Named => _lanes <= MostNamed;

    private string Kv(TracedStep step) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * step.KvBlocksUsed / _trace.KvBlocks:0} %");

    private void AppendLanes(StringBuilder line, StepRow row)
    {
        for (int column = 0; column < _columns; column++)
        {
            int from = Math.Min(column * _perColumn, _lanes);
            Lane most = Lane.Most(row.Lanes.AsSpan(from, Math.Min(_perColumn, _lanes - from)), _perColumn, out char glyph);
            Append(line, Style(most.State), glyph.ToString());
        }
    }

    private static string Style(LaneState state) => state switch
    {
        LaneState.Chunk => "yellow",
        LaneState.Hit or LaneState.Resumed => "green",
        LaneState.Finished => "blue",
        LaneState.TimedOut or LaneState.Preempted => "red",
        _ => "",
    };

    private void Line(string style, string text)
    {
        StringBuilder line = new();
        Append(line, style, text.TrimEnd());
        _console.MarkupLine(line.ToString());
    }

    private static void Append(StringBuilder line, string style, string text)
    {
        string escaped = Markup.Escape(text);
        line.Append(style.Length > 0 ? $"[{style}]{escaped}[/]" : escaped);
    }
}
