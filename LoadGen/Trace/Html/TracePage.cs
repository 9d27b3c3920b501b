using System.Text;
using System.Xml.Linq;
using Emulator.Svg;
using LoadGen.Report;
using LoadGen.Report.Html;
using LoadGen.Trace.Terminal;

namespace LoadGen.Trace.Html;

/// <summary>A trace as one file that loads nothing: a line a sequence over time, and below it what each step took. Its script only draws.</summary>
internal static class TracePage
{
    private const string Script = "LoadGen.Trace.Html.chart.js";

    // Looks of what only this page has. Stands in an XML text, so without angle brackets and ampersands.
    private const string Style = """

        .k1 { fill: var(--c0); fill-opacity: 0.3; } .k2 { fill: var(--c0); fill-opacity: 0.55; } .k3 { fill: var(--c0); fill-opacity: 0.8; } .k4 { fill: var(--c0); }
        .waits { fill: var(--soft); fill-opacity: 0.5; }
        .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0 0 10px; font-size: 14px; }
        .tools button { font: inherit; color: var(--ink); background: var(--bg); border: 1px solid var(--rule); border-radius: 999px; padding: 4px 14px; cursor: pointer; }
        .tools button[aria-pressed="true"] { background: var(--ink); color: var(--card); border-color: var(--ink); }
        .lanes { position: relative; max-height: 68vh; overflow-y: auto; overflow-x: hidden; border: 1px solid var(--rule); border-radius: 8px; }
        .lanes canvas { position: sticky; top: 0; display: block; }
        .strips { display: block; margin-left: 1px; }
        canvas { touch-action: pan-y; cursor: crosshair; } canvas:focus-visible { outline: 2px solid var(--c0); outline-offset: -2px; }
        .told { min-height: 4.8em; margin: 10px 0 0; font-size: 13px; font-variant-numeric: tabular-nums; max-width: none; white-space: pre-line; }
        """;

    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter writer, StepTrace trace)
    {
        HtmlPage.Write(
            writer,
            $"Schedule of {trace.Workload}{(trace.Preset is null ? "" : $" on {trace.Preset}")}",
            Style,
            [
                Tag.Of("p", "meta", Meta(trace)),
                trace.Partial ? Tag.Of("p", "banner", "Partial: the run was interrupted, and only the steps until then are shown.") : null,
                Chart(),
                Tag.Section("In figures", Tag.Definitions([.. TraceSummaryText.Lines(trace)])),
                HowToRead(),
            ],
            new XElement("script", new XAttribute("type", "application/json"), new XAttribute("id", "trace"), ChartData.Text(trace)),
            new XElement("script", "//", new XCData("\n" + ScriptText() + "//")));
    }

    private static string Meta(StepTrace trace)
    {
        string seed = trace.Seed is { } number ? $" · seed {number}" : "";
        string followed = trace.Followed is { } ids ? $" · lines of {string.Join(", ", ids)} alone" : "";
        return $"Simulated in virtual time{seed} · {Figures.Count(trace.TokenBudget)} tokens a step, {Figures.Count(trace.MaxNumSeqs)} sequences, {Figures.Count(trace.KvBlocks)} KV blocks of {trace.BlockSize} tokens{followed} · tool version {trace.ToolVersion}";
    }

    private static XElement Chart() => Tag.Section(
        "Sequences, in order of admission",
        Tag.Legend(
        [
            (Series.AreaSample("waits"), "waits"),
            (Series.AreaSample("k1"), "chunk, up to ¼ of the budget"),
            (Series.AreaSample("k2"), "½"),
            (Series.AreaSample("k3"), "¾"),
            (Series.AreaSample("k4"), "more"),
            (Series.AreaSample("f2"), "found in the prefix cache"),
            (Series.AreaSample("f4"), "decodes"),
            (Series.AreaSample("f3"), "preempted"),
            (Series.AreaSample("f1"), "timed out, or ended otherwise"),
        ]),
        Tag.Of(
            "div", "tools",
            Button("by-time", "model time", pressed: "true"), Button("by-step", "step number", pressed: "false"),
            Button("closer", "closer"), Button("wider", "wider"), Button("all", "all")),
        Tag.Of("div", "lanes", new XElement("canvas", new XAttribute("id", "lanes"), new XAttribute("tabindex", "0"), new XAttribute("role", "img"), new XAttribute("aria-label", "sequences over time"), string.Empty)),
        new XElement("canvas", new XAttribute("class", "strips"), new XAttribute("id", "strips"), new XAttribute("role", "img"), new XAttribute("aria-label", "step durations, KV cache and waiting requests over time"), string.Empty),
        new XElement("p", new XAttribute("class", "told"), new XAttribute("id", "told"), new XAttribute("aria-live", "polite"), "Rest the pointer on a line to read its step. Drag to move, double-click or + and - to zoom, arrow keys to move."),
        Tag.Of("p", "note", "Step time, by term of its cost:"),
        Legends.CostTerms(),
        new XElement("noscript", new XElement("p", "The chart is drawn by a script, which this browser does not run; the figures below need none.")));

    private static XElement Button(string id, string text, string? pressed = null) => new(
        "button", new XAttribute("type", "button"), new XAttribute("id", id), pressed is null ? null : new XAttribute("aria-pressed", pressed), text);

    private static XElement HowToRead() => Tag.Section(
        "How to read it",
        Tag.Definitions(
            ("line", "one request, from its arrival to its end: thin while it waits, a block for every chunk of its prefill, a band while it decodes"),
            ("block", "as wide as the step that computed it; the more of the token budget it takes, the darker. Its green part is what the prefix cache spared of the prompt"),
            ("gap in a line", "the request was preempted and waits again, or runs and got none of the budget"),
            ("step time", "how long each step took, in the colours of its cost: a prefill chunk makes all decodes beside it wait"),
            ("step number", "every step equally wide, so that short steps can be read too")));

    private static string ScriptText()
    {
        using StreamReader reader = new(typeof(TracePage).Assembly.GetManifestResourceStream(Script)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
