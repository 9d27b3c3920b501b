using System.Globalization;
using System.Text.RegularExpressions;

namespace Tests.Integration.Prometheus;

/// <summary>
/// A page in Prometheus's text format, read strictly: each sample stands under the header of its metric, with a suffix that its kind has; no
/// metric and no series is there twice; buckets rise, in bound and count, up to +Inf, which is the count.
/// </summary>
internal sealed partial class ParsedPage
{
    private readonly Dictionary<string, string> _kinds = [];
    private readonly Dictionary<string, double> _samples = [];

    public ParsedPage(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string[] lines = text[..^1].Split('\n');
        string? name = null;
        for (int i = 0; i < lines.Length; i++)
        {
            if (Help().Match(lines[i]) is { Success: true } help)
            {
                name = help.Groups["name"].Value;
                Match type = Type().Match(lines[++i]);
                Assert.True(type.Success && type.Groups["name"].Value == name, $"under the help of {name} stands: {lines[i]}");
                Assert.True(_kinds.TryAdd(name, type.Groups["kind"].Value), $"{name} is there twice");
                continue;
            }

            Match sample = Sample().Match(lines[i]);
            Assert.True(sample.Success && name is not null, $"not a sample: {lines[i]}");
            string[] allowed = _kinds[name!] switch
            {
                "histogram" => ["_bucket", "_count", "_sum"],
                "summary" => ["_count", "_sum"],
                _ => [""],
            };
            Assert.Contains(sample.Groups["name"].Value, allowed.Select(suffix => name + suffix));
            string[] labels = [.. Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["name"].Value)];
            Assert.Equal(labels.Order(StringComparer.Ordinal).Distinct(), labels);
            string value = sample.Groups["value"].Value;
            double number = value is "+Inf" ? double.PositiveInfinity : double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.True(_samples.TryAdd(sample.Groups["name"].Value + sample.Groups["labels"].Value, number), $"{lines[i]} is there twice");
        }

        CheckBuckets(lines);
    }

    /// <summary>Kinds of the metrics by name.</summary>
    public IReadOnlyDictionary<string, string> Kinds => _kinds;

    /// <summary>Values by name and labels, as they stand on the page.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    /// <summary>The sum over all series of a name that have a text in their labels.</summary>
    public double Sum(string name, string label = "") => _samples.Where(sample => sample.Key.Split('{')[0] == name && sample.Key.Contains(label, StringComparison.Ordinal)).Sum(sample => sample.Value);

    private void CheckBuckets(string[] lines)
    {
        foreach (IGrouping<string, Match> series in lines.Select(line => Bucket().Match(line)).Where(bucket => bucket.Success).GroupBy(bucket => bucket.Groups["before"].Value + bucket.Groups["after"].Value))
        {
            double[] bounds = [.. series.Select(bucket => bucket.Groups["bound"].Value is "+Inf" ? double.PositiveInfinity : double.Parse(bucket.Groups["bound"].Value, CultureInfo.InvariantCulture))];
            double[] counts = [.. series.Select(bucket => double.Parse(bucket.Groups["value"].Value, CultureInfo.InvariantCulture))];
            Assert.Equal(bounds.Order().Distinct(), bounds);
            Assert.Equal(counts.Order(), counts);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            string labels = $"{{{series.First().Groups["before"].Value.Split('{')[1]}{series.First().Groups["after"].Value}".Replace(",}", "}", StringComparison.Ordinal);
            Assert.Equal(_samples[$"{series.First().Groups["name"].Value}_count{(labels == "{}" ? "" : labels)}"], counts[^1]);
        }
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) [^\s].*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<kind>counter|gauge|histogram|summary)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\[\\n""])*""(,[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\[\\n""])*"")*\})? (?<value>\S+)$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""([^""\\]|\\[\\n""])*""")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?<before>(?<name>[^{]*)_bucket\{.*?)le=""(?<bound>[^""]*)"",?(?<after>[^}]*\}) (?<value>\S+)$")]
    private static partial Regex Bucket();
}
