using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Prometheus;
using Emulator.Time;
using Emulator.Tracing;
using Telemetry.Names;

namespace Tests.Unit.Telemetry;

/// <summary>The tables of <c>docs/telemetry.md</c> are made from the constants' own comments and from the instruments; <c>UPDATE_GOLDEN=1</c> rewrites them.</summary>
public class TelemetryPageTests
{
    private static readonly XDocument Comments = XDocument.Load(Path.ChangeExtension(typeof(Spans).Assembly.Location, ".xml"));

    [Fact]
    public async Task The_page_lists_every_span_attribute_and_metric()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "telemetry.md"));

        page = WithSection(page, "spans", "| span | what it is |\n|---|---|\n" + string.Concat(NamesOf(typeof(Spans)).Select(
            name => $"| `{name.Value}` | {name.Comment} |\n")));
        page = WithSection(page, "metrics", "| metric | kind | unit | what it is |\n|---|---|---|---|\n" + string.Concat((await InstrumentsAsync()).Select(
            instrument => $"| `{instrument.Name}` | {KindOf(instrument)} | {instrument.Unit} | {instrument.Description} |\n")));
        page = WithSection(page, "attributes", "| attribute | unit | what it is |\n|---|---|---|\n" + string.Concat(NamesOf(typeof(Attributes)).Select(
            name => $"| `{name.Value}` | {UnitOf(name.Comment)} | {WithoutUnit(name.Comment)} |\n")));

        page = WithSection(page, "prometheus", "| metric | kind | labels | what it is |\n|---|---|---|---|\n" + string.Concat(
            VllmMetrics.All.Concat(VllmMetrics.Hidden.Select(hidden => hidden.Old)).Concat(ProcessFigures.Families).Concat(HttpTraffic.Families).Select(
                family => $"| `{family.FullName}` | {family.Kind.ToString().ToLowerInvariant()} | {LabelsOf(family)} | {family.Help} |\n")));

        Golden.Matches(page, "docs", "telemetry.md");
    }

    [Fact]
    public async Task Every_metric_name_has_its_instrument() => Assert.Equal(
        NamesOf(typeof(Metrics)).Select(name => name.Value).Order(StringComparer.Ordinal),
        (await InstrumentsAsync()).Select(instrument => instrument.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void No_name_is_given_twice()
    {
        string[] names = [.. NamesOf(typeof(Attributes)).Select(name => name.Value)];

        Assert.Equal(names.Distinct(), names);
    }

    private static IEnumerable<(string Value, string Comment)> NamesOf(Type holder) =>
        from field in holder.GetFields(BindingFlags.Public | BindingFlags.Static)
        let comment = Comments.Descendants("member").Single(member => (string?)member.Attribute("name") == $"F:{field.DeclaringType!.FullName}.{field.Name}")
        select ((string)field.GetRawConstantValue()!, ((string)comment.Element("summary")!).Trim());

    private static async Task<IReadOnlyList<Instrument>> InstrumentsAsync()
    {
        List<Instrument> instruments = [];
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100"));
        await using EngineReplica replica = new(setup.Blueprint, new UnpacedClock());
        using EngineMetrics metrics = new(replica, "model", setup.Gpu, setup.Options.TensorParallelSize);
        using MeterListener listener = new() { InstrumentPublished = (instrument, _) => Keep(instrument) };
        listener.Start();
        lock (instruments)
        {
            return [.. instruments];
        }

        // The listener sees the whole process, and other tests make engines too.
        void Keep(Instrument instrument)
        {
            lock (instruments)
            {
                if (instrument.Meter.Name == Sources.Emulator && instruments.All(known => known.Name != instrument.Name))
                {
                    instruments.Add(instrument);
                }
            }
        }
    }

    private static string LabelsOf(MetricFamily family) =>
        family == VllmMetrics.CacheConfig ? "`engine`, the fields of vLLM's CacheConfig" : string.Join(", ", family.Labels.Select(label => $"`{label}`"));

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" => "counter",
        "ObservableGauge" => "gauge",
        string other => throw new InvalidDataException($"{instrument.Name} is a {other}"),
    };

    // A comment ends with its unit, where it has one: `... generated. {token}`.
    private static string UnitOf(string comment) => comment[(comment.LastIndexOf(". ", StringComparison.Ordinal) + 1)..].Trim() is { } last && (last == "s" || last.StartsWith('{')) ? last : "";

    private static string WithoutUnit(string comment) => UnitOf(comment) is { Length: > 0 } unit ? comment[..^unit.Length].Trim() : comment;

    private static string WithSection(string page, string name, string table)
    {
        string begin = $"<!-- {name}: written by a test -->\n";
        string end = $"<!-- end of {name} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int to = page.IndexOf(end, StringComparison.Ordinal);
        return new StringBuilder().Append(page, 0, from).Append(table).Append(page, to, page.Length - to).ToString();
    }
}
