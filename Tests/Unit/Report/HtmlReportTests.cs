using System.Xml.Linq;
using LoadGen.Report;
using LoadGen.Report.Html;

namespace Tests.Unit.Report;

public sealed class HtmlReportTests
{
    private static readonly string Page = Text(SampleComparison.Report());
    private static readonly XElement Root = XDocument.Parse(Page).Root!;

    [Fact]
    public void The_page_is_well_formed_and_says_what_is_compared()
    {
        Assert.StartsWith("<!DOCTYPE html>", Page, StringComparison.Ordinal);
        Assert.Equal("heavy: 5 configurations compared", Root.Descendants("h1").Single().Value);
    }

    [Fact]
    public void It_loads_nothing_and_runs_nothing()
    {
        Assert.DoesNotContain("http:", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Root.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(Root.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
    }

    [Fact]
    public void Html_does_not_know_empty_elements_but_these()
    {
        string[] allowed = ["meta", "input", "line", "polyline", "polygon", "rect", "circle"];

        Assert.Empty(Root.Descendants().Where(e => e.IsEmpty && !allowed.Contains(e.Name.LocalName)).Select(e => e.Name.LocalName));
    }

    [Fact]
    public void The_style_sheet_needs_no_escaping() => Assert.DoesNotContain('&', Page[Page.IndexOf("<style>", StringComparison.Ordinal)..Page.IndexOf("</style>", StringComparison.Ordinal)]);

    [Fact]
    public void Every_plot_is_there_for_every_rate()
    {
        string[] names = [.. Root.Descendants("svg").Select(s => s.Attribute("aria-label")!.Value)];

        Assert.Single(names, "success rate by rate scale");
        Assert.Single(names, "completed requests/s by rate scale");
        Assert.Equal(3, names.Count(n => n == "Time to first token (TTFT)"));
        Assert.Equal(3, names.Count(n => n == "End to end (E2E), completed requests"));
        Assert.Equal(3, names.Count(n => n == "Outcomes"));
        Assert.Equal(3, names.Count(n => n == "Mean step, by term of its cost"));
        Assert.Equal(3, names.Count(n => n == "8 x TP1"));
    }

    [Fact]
    public void Error_bars_stand_in_plots_and_tables_and_their_absence_is_explained()
    {
        XElement root = XDocument.Parse(Text(SampleComparison.WithErrorBars())).Root!;

        Assert.Equal(4 * 4 * 3, root.Descendants("line").Count(line => line.Attribute("class")!.Value.StartsWith("bar ", StringComparison.Ordinal)));
        Assert.Contains(root.Descendants("td").Elements("small"), bar => bar.Value.StartsWith('['));
        Assert.Contains(root.Descendants("td").Elements("small"), bar => bar.Value.StartsWith('≥'));
        Assert.Single(root.Descendants("p"), p => p.Value == "error bars: none for seed-single, nobody measured it");
        Assert.Contains(root.Descendants("p"), p => p.Value.StartsWith("Broad bars are 90 % error bars", StringComparison.Ordinal));
        Assert.DoesNotContain("error bar", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_and_the_highest_rates_are_shown()
    {
        Assert.Equal("device GH200-576 (uncalibrated: the study's textbook device)", Assert.Single(Root.Descendants("p"), p => p.Attribute("class")?.Value == "device").Value);
        XElement plot = Assert.Single(Root.Descendants("svg"), s => s.Attribute("aria-label")!.Value == "requests/s");
        Assert.Contains("Highest rate with 95 % success", Root.Descendants("h2").Select(h => h.Value));
        Assert.Equal(4, plot.Elements("rect").Count());
        Assert.Equal(["none", "3.00/s", "6.00/s", "9.00/s", "12.0/s"], plot.Elements("text").Select(t => t.Value).Where(t => t == "none" || t.EndsWith("/s", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_was_served_is_shown_with_its_verdicts()
    {
        XElement section = Root.Descendants("section").Single(s => s.Element("h2")!.Value == "Served over real gRPC");
        string[] good = [.. section.Descendants().Where(e => e.Attribute("class")?.Value == "good").Select(e => e.Value)];
        string[] bad = [.. section.Descendants().Where(e => e.Attribute("class")?.Value == "bad").Select(e => e.Value)];

        Assert.Equal(["seed-single", "seed-tp8"], section.Descendants("h3").Select(h => h.Value));
        Assert.Contains("replay identical: 7,736 steps, hash 2b1ae7df493b4772", good);
        Assert.Contains("replay differs: step 12 differs", bad);
        Assert.Equal(2, good.Count(text => text == "host kept up"));
        Assert.Single(good, text => text.EndsWith("they balance", StringComparison.Ordinal));
        Assert.Single(bad, text => text.EndsWith("they differ", StringComparison.Ordinal));
        Assert.Equal((4, 2), (good.Count(text => text == "+4.0 % agrees"), bad.Count(text => text.StartsWith("+4.0 % differs (", StringComparison.Ordinal) && text.EndsWith(" wall)", StringComparison.Ordinal))));
        Assert.Equal(6, section.Descendants("td").Count(td => td.Value == "95 %: 90.0 ms to 110 ms"));
        Assert.Contains("12,510-token prompt: INVALID_ARGUMENT / context_length_exceeded: too long", section.Descendants("li").Select(li => li.Value));
    }

    [Fact]
    public void A_comparison_that_was_interrupted_before_its_first_run_makes_a_page_too() =>
        Assert.Contains("Partial:", Text(new CompareReport { Workload = "heavy", Duration = TimeSpan.FromSeconds(5), Partial = true }), StringComparison.Ordinal);

    [Fact]
    public void A_line_leads_through_the_means_of_every_configuration()
    {
        XElement plot = Root.Descendants("svg").Single(s => s.Attribute("aria-label")!.Value == "success rate by rate scale");

        Assert.Equal(5, plot.Elements("polyline").Count());
        Assert.Equal(15, plot.Elements("circle").Count());
        CompareReport report = SampleComparison.Report();
        string expected = Figures.Of(report.Value("seed-tp8", 0.25, CompareMetric.SuccessRate), MetricUnit.Share);
        Assert.Contains($"seed-tp8 at 0.25: {expected}", plot.Descendants("title").Select(t => t.Value));
    }

    [Fact]
    public void Marks_stay_inside_their_drawing()
    {
        foreach (XElement drawing in Root.Descendants("svg"))
        {
            double[] box = [.. drawing.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
            IEnumerable<double[]> points = drawing.Descendants().Attributes("points").SelectMany(a => a.Value.Split(' ')).Select(p => p.Split(',').Select(Number).ToArray());
            Assert.All(points, p => Assert.True(p[0] >= 0 && p[0] <= box[2] && p[1] >= 0 && p[1] <= box[3], drawing.Attribute("aria-label")!.Value));
            IEnumerable<XElement> bars = drawing.Elements("rect");
            Assert.All(bars, b => Assert.True(Number(b.Attribute("x")!.Value) + Number(b.Attribute("width")!.Value) <= box[2]));
        }
    }

    [Fact]
    public void Tables_and_sentences_are_there_and_text_is_escaped()
    {
        Assert.Equal(4, Root.Descendants("table").Count());
        Assert.Contains("Measured beside simulated", Root.Descendants("h2").Select(h => h.Value));
        Assert.Contains("&amp; not tensor parallelism &lt;by itself&gt;", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partial_comparison_says_so()
    {
        Assert.DoesNotContain("Partial:", Page, StringComparison.Ordinal);
        Assert.Contains("Partial:", Text(SampleComparison.Report(partial: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_run_without_an_engine_makes_a_page_too()
    {
        StringWriter writer = new();

        HtmlReport.Write(writer, Records.Measured());

        XElement page = XDocument.Parse(writer.ToString()).Root!;
        Assert.Equal("heavy on seed-tp8", page.Descendants("h1").Single().Value);
        Assert.DoesNotContain("Mean step, by term of its cost", page.Descendants("h3").Select(h => h.Value));
        Assert.Contains("Outcomes", page.Descendants("h3").Select(h => h.Value));
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(CompareReport report)
    {
        StringWriter writer = new();
        HtmlReport.Write(writer, report);
        if (!report.Partial && Environment.GetEnvironmentVariable("SAMPLE_REPORT") is string path)
        {
            File.WriteAllText(path, writer.ToString()); // to look at: the plots' looks are judged by eye
        }

        return writer.ToString();
    }
}
