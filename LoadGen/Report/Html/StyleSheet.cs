using Emulator.Svg;

namespace LoadGen.Report.Html;

/// <summary>The page's looks, around those of its plots.</summary>
/// <remarks>It stands in an XML text, so it must do without angle brackets and ampersands.</remarks>
internal static class StyleSheet
{
    public const string Text = PlotStyle.Text + """

        :root { --bg: #f6f7f9; --warn-bg: #fff3d6; --warn-ink: #6b4700; }
        @media (prefers-color-scheme: dark) { :root { --bg: #101317; --warn-bg: #3b2f10; --warn-ink: #ffdf94; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 28px 20px 60px; }
        h1 { font-size: 27px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
        h2 { font-size: 19px; margin: 0 0 12px; }
        h3 { font-size: 14px; font-weight: 600; margin: 0 0 4px; }
        p { margin: 0 0 8px; max-width: 78ch; }
        .meta { color: var(--soft); margin-bottom: 10px; }
        .device { color: var(--soft); font-size: 13px; max-width: none; margin-bottom: 14px; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
        .served { display: grid; grid-template-columns: minmax(0, 1fr); gap: 22px; }
        .served ul { margin: 0 0 10px; padding-left: 20px; font-size: 13.5px; overflow-wrap: anywhere; }
        .good::marker { content: "\2713  "; color: var(--c2); } .bad::marker { content: "\2717  "; color: var(--c1); }
        td.good { color: var(--c2); } td.bad { color: var(--c1); }
        .banner { background: var(--warn-bg); color: var(--warn-ink); padding: 12px 16px; border-radius: 8px; margin-bottom: 16px; font-weight: 600; max-width: none; }
        section { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 20px; margin: 0 0 18px; }
        .short li { margin-bottom: 6px; max-width: 90ch; }
        .short ul { margin: 0; padding-left: 20px; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 350px), 1fr)); gap: 22px 26px; }
        .pairs { grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); }
        figure { margin: 0; max-width: 620px; }
        .note { color: var(--soft); font-size: 13px; }
        svg { display: block; width: 100%; height: auto; overflow: visible; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 14px; padding: 0; font-size: 13px; }
        .legend li { display: flex; align-items: center; gap: 7px; }
        .legend svg { width: auto; height: 11px; flex: none; }
        .unfinished { fill: var(--rule); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: 5px 10px; white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; }
        thead th { border-bottom: 2px solid var(--rule); vertical-align: bottom; }
        th small, td small { display: block; font-weight: 400; color: var(--soft); }
        .bar { stroke-width: 9; stroke-opacity: 0.25; }
        tr.group td, tr.group th { border-top: 1px solid var(--rule); }
        td.none { color: var(--soft); }
        .tabs { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; }
        .tabs label { border: 1px solid var(--rule); border-radius: 999px; padding: 4px 14px; cursor: pointer; font-size: 14px; }
        .choice { position: absolute; opacity: 0; pointer-events: none; }
        .panel { display: none; }
        .panel h2 { margin-top: 26px; font-size: 16px; }
        .panel h2:first-child { margin-top: 0; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; font-size: 13.5px; }
        dt { font-weight: 600; } dd { margin: 0; color: var(--soft); }
        @media (max-width: 560px) { main { padding: 18px 10px 40px; } section { padding: 14px 12px; } h1 { font-size: 22px; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; } }
        @media print { .panel { display: block !important; } .tabs { display: none; } section { break-inside: avoid-page; } }
        """;

    /// <summary>What shows the panel of the rate that is chosen, without a script.</summary>
    public static string Choice(int index) => $$"""

        #rate-{{index}}:checked ~ .panels .panel-{{index}} { display: block; }
        #rate-{{index}}:checked ~ .tabs .tab-{{index}} { background: var(--ink); color: var(--card); border-color: var(--ink); }
        #rate-{{index}}:focus-visible ~ .tabs .tab-{{index}} { outline: 2px solid var(--c0); outline-offset: 2px; }
        """;
}
