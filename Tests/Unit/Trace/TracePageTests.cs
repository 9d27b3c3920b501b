using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LoadGen.Trace;
using LoadGen.Trace.Html;

namespace Tests.Unit.Trace;

public sealed class TracePageTests
{
    private static readonly StepTrace s_trace = SmallTrace.Record() with { Preset = "a<b&c" };
    private static readonly string s_page = Text(s_trace);
    private static readonly XElement s_root = XDocument.Parse(s_page).Root!;

    [Fact]
    public void The_page_is_well_formed_and_says_what_it_shows()
    {
        Assert.StartsWith("<!DOCTYPE html>", s_page, StringComparison.Ordinal);
        Assert.Equal("Schedule of seven-requests on a<b&c", s_root.Descendants("h1").Single().Value);
        Assert.DoesNotContain("Partial:", s_page, StringComparison.Ordinal);
        Assert.Contains("Partial:", Text(s_trace with { Partial = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void It_loads_nothing()
    {
        Assert.DoesNotContain("http:", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("fetch(", s_page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(s_root.Descendants(), e => e.Name.LocalName is "link" or "img" or "iframe");
        Assert.DoesNotContain(s_root.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
    }

    [Fact]
    public void Html_does_not_know_empty_elements_but_these()
    {
        string[] allowed = ["meta", "rect", "line", "circle"];

        Assert.Empty(s_root.Descendants().Where(e => e.IsEmpty && !allowed.Contains(e.Name.LocalName)).Select(e => e.Name.LocalName));
    }

    [Fact]
    public void What_a_script_element_holds_needs_no_escaping()
    {
        XElement[] scripts = [.. s_root.Descendants("script")];

        Assert.Equal(2, scripts.Length);
        Assert.DoesNotContain(scripts[0].Value, c => c is '<' or '>' or '&');
        Assert.DoesNotContain("</", scripts[1].Value, StringComparison.Ordinal);
        Assert.All(s_root.Descendants("style"), style => Assert.DoesNotContain(style.Value, c => c is '<' or '>' or '&'));
    }

    [Fact]
    public void Every_element_that_the_script_asks_for_is_there()
    {
        string script = s_root.Descendants("script").Last().Value;
        string[] asked = [.. System.Text.RegularExpressions.Regex.Matches(script, "getElementById\\(\"([^\"]+)\"\\)").Select(match => match.Groups[1].Value).Distinct().Where(id => id != "filler")];
        string[] there = [.. s_root.Descendants().Attributes("id").Select(id => id.Value)];

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(there));
    }

    [Fact]
    public void The_chart_draws_every_share_of_the_trace()
    {
        JsonNode data = JsonNode.Parse(s_root.Descendants("script").First().Value)!;

        Assert.Equal(s_trace.Steps.Count, data["steps"]!.AsArray().Count);
        Assert.Equal(s_trace.Requests.Count, data["requests"]!.AsArray().Count);
        Assert.Equal(s_trace.Summary.Preemptions, data["requests"]!.AsArray().Sum(request => request!["preempted"]!.AsArray().Count));
        Assert.All(data["requests"]!.AsArray(), request =>
        {
            TracedShare[] shares = [.. s_trace.Steps.SelectMany(step => step.Shares).Where(share => share.Id == request!["id"]!.GetValue<string>())];
            JsonArray[] segments = [.. request!["segments"]!.AsArray().Select(segment => segment!.AsArray())];
            Assert.Equal(shares.Length, segments.Sum(segment => segment[2]!.GetValue<int>() - segment[1]!.GetValue<int>() + 1));
            Assert.Equal(shares.Sum(share => share.NewTokens), segments.Sum(segment => segment[3]!.GetValue<int>()));
        });
    }

    private static string Text(StepTrace trace)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        TracePage.Write(writer, trace);
        if (!trace.Partial && Environment.GetEnvironmentVariable("SAMPLE_TRACE") is string path)
        {
            File.WriteAllText(path, writer.ToString()); // to look at: the chart's looks are judged by eye
        }

        return writer.ToString();
    }
}
