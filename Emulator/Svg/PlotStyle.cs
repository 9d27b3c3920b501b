namespace Emulator.Svg;

/// <summary>
/// The looks of plots, in light and dark. Colours after Okabe and Ito's palette for all kinds of colour vision, darkened and lightened
/// for contrast.
/// </summary>
/// <remarks>It stands in an XML text, so it must do without angle brackets and ampersands.</remarks>
public static class PlotStyle
{
    /// <summary>A style sheet for the marks of this namespace.</summary>
    public const string Text = """
        :root { color-scheme: light dark; --card: #ffffff; --ink: #1b2027; --soft: #59626e; --rule: #e1e5ea;
          --c0: #0b62a8; --c1: #c8500a; --c2: #007a5a; --c3: #a03d86; --c4: #47505c; --c5: #2d8fc4; --c6: #b07c00; }
        @media (prefers-color-scheme: dark) { :root { --card: #191d23; --ink: #e8ebef; --soft: #a3acb8; --rule: #2d343d;
          --c0: #62b0f0; --c1: #ff8f57; --c2: #3fc8a0; --c3: #e58fcb; --c4: #bcc5d0; --c5: #8ad4ff; --c6: #e8b53d; } }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .axis { stroke: var(--soft); stroke-width: 1; }
        text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
        text.name { font-size: 12px; }
        text.strong { fill: var(--ink); font-weight: 600; }
        text.title { font-size: 15px; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .whisker { stroke-width: 1.5; }
        .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); } .c5 { stroke: var(--c5); } .c6 { stroke: var(--c6); }
        .f0 { fill: var(--c0); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); } .f4 { fill: var(--c4); } .f5 { fill: var(--c5); } .f6 { fill: var(--c6); }
        .d1 { stroke-dasharray: 7 3; } .d2 { stroke-dasharray: 2 3; } .d3 { stroke-dasharray: 9 3 2 3; } .d4 { stroke-dasharray: 4 2; } .d5 { stroke-dasharray: 12 3; } .d6 { stroke-dasharray: 1 2; }
        .soft { fill-opacity: 0.25; stroke-width: 1.2; }
        .part { stroke: var(--card); stroke-width: 1; }
        .hollow { fill: var(--card); stroke-width: 1.5; }
        """;
}
