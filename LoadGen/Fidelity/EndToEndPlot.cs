using System.Globalization;
using System.Xml.Linq;
using Emulator.Svg;

namespace LoadGen.Fidelity;

/// <summary>Predicted over measured as a drawing that stands alone: a panel a kind of metric, both axes by powers of ten, a point a row.</summary>
public static class EndToEndPlot
{
    private const double PanelWidth = 330;
    private const double PanelHeight = 330;
    private const double LegendHeight = 26;
    private const double Band = 0.15;

    private const string Style =
        "text{font:11px system-ui,sans-serif;fill:#333}.name{font-weight:600}.grid{stroke:#e4e4e4}.axis{stroke:#999}.line{stroke:#333;fill:none}.band{stroke:#999;stroke-dasharray:4 3;fill:none}"
        + "circle{fill-opacity:.65}.f0{fill:#2563a8}.f1{fill:#c2410c}.f2{fill:#15803d}.f3{fill:#7c3aed}.f4{fill:#b91c1c}.f5{fill:#0e7490}.f6{fill:#a16207}";

    private static readonly (string Name, EndToEndMetric[] Metrics)[] Panels =
    [
        ("output tokens/s", [EndToEndMetric.OutputTokensPerSecond]),
        ("time between tokens, ms", [EndToEndMetric.Tpot, EndToEndMetric.MeanItl]),
        ("TTFT, ms", [EndToEndMetric.Ttft, EndToEndMetric.MeanTtft]),
    ];

    /// <summary>The drawing as SVG text; the same results give the same text.</summary>
    public static string Text(IReadOnlyList<EndToEndResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        EndToEndResult[] drawn = [.. results.Where(result => result.Error is not null)];
        string[] models = [.. drawn.Select(result => result.Row.Deployment!.Model.Name).Distinct().Order(StringComparer.Ordinal)];
        List<XElement> marks = [new XElement("style", Style), .. Legend(models)];
        for (int i = 0; i < Panels.Length; i++)
        {
            EndToEndResult[] rows = [.. drawn.Where(result => Panels[i].Metrics.Contains(result.Row.Metric!.Value))];
            marks.AddRange(Panel(Panels[i].Name, i * PanelWidth, rows, models));
        }

        string svg = Mark.Drawing(Panels.Length * PanelWidth, LegendHeight + PanelHeight, "predicted over measured", marks).ToString();

        // Inside a page an SVG needs no namespace; a file of its own does.
        return svg.Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal).ReplaceLineEndings("\n") + "\n";
    }

    private static IEnumerable<XElement> Legend(string[] models)
    {
        const double entryWidth = 130;
        for (int i = 0; i < models.Length; i++)
        {
            double x = 60 + (i * entryWidth);
            yield return Mark.Circle(x, LegendHeight / 2, 4, Series.Fill(i));
            yield return Mark.Text(x + 9, (LegendHeight / 2) + 4, models[i]);
        }

        yield return Mark.Text((Panels.Length * PanelWidth) - 12, (LegendHeight / 2) + 4, string.Create(CultureInfo.InvariantCulture, $"line: as measured; dashes: {Band * 100:0} % off"), "end");
    }

    private static IEnumerable<XElement> Panel(string name, double left, EndToEndResult[] rows, string[] models)
    {
        if (rows.Length == 0)
        {
            yield break;
        }

        Frame frame = new(left + 52, LegendHeight + 8, left + PanelWidth - 12, LegendHeight + PanelHeight - 40);
        double low = rows.Min(row => Math.Min(row.Row.Measured!.Value, row.Predicted!.Value));
        double high = rows.Max(row => Math.Max(row.Row.Measured!.Value, row.Predicted!.Value));
        Scale across = Scale.Powers(low, high, frame.Left, frame.Right);
        Scale up = Scale.Powers(low, high, frame.Bottom, frame.Top);
        foreach (XElement mark in frame.VerticalAxis(up, Label).Concat(frame.HorizontalAxis(across, Label, $"measured; upward predicted: {name}")))
        {
            yield return mark;
        }

        yield return Diagonal(1, "line");
        yield return Diagonal(1 + Band, "band");
        yield return Diagonal(1 - Band, "band");
        foreach (EndToEndResult row in rows)
        {
            yield return Mark.Circle(across[row.Row.Measured!.Value], up[row.Predicted!.Value], 3, Series.Fill(Array.IndexOf(models, row.Row.Deployment!.Model.Name)), Title(row));
        }

        XElement Diagonal(double factor, string style)
        {
            double from = Math.Max(low, low / factor);
            double to = Math.Min(high, high / factor);
            return Mark.Line(across[from], up[from * factor], across[to], up[to * factor], style);
        }
    }

    private static string Title(EndToEndResult result)
    {
        Deployment server = result.Row.Deployment!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{server.Gpu.Name} tp {server.TensorParallelSize}, {server.Engine}, {server.PromptTokens}/{server.OutputTokens}, {server.Load}: measured {result.Row.Measured:0.##}, predicted {result.Predicted:0.##} ({result.Error * 100:+0.0;-0.0;0.0} %)");
    }

    private static string Label(double value) => value switch
    {
        >= 1_000 => (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
