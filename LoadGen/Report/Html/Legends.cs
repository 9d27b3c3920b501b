using System.Xml.Linq;
using Emulator.Svg;
using LoadGen.Measure;

namespace LoadGen.Report.Html;

/// <summary>What lines and colours mean.</summary>
internal static class Legends
{
    public static XElement Configurations(CompareReport report) =>
        Tag.Legend(report.Configurations.Select((c, i) => (Series.LineSample(i), c.Hardware().Length == 0 ? c.Name : $"{c.Name} ({c.Hardware()})")));

    /// <summary>Only the outcomes that occur.</summary>
    public static XElement Outcomes(IEnumerable<RunReport> runs)
    {
        RunReport[] all = [.. runs];
        return Tag.Legend(Enum.GetValues<LoadOutcome>()
            .Where(o => all.Any(r => r.Outcomes[o] > 0))
            .Select(o => (Series.AreaSample(OutcomeColours.Class(o)), o.ToText().Replace('_', ' '))));
    }

    public static XElement CostTerms() => Tag.Legend(new CostShare(0, 0, 0, 0, 0, 0).Terms().Select(t => (Series.AreaSample(CostColours.Class(t.Name)), t.Name)));

    public static XElement Timeline() => Tag.Legend(
    [
        (Series.LineSample(TimelinePlot.RunningColour), "running"),
        (Series.LineSample(TimelinePlot.WaitingColour), "waiting"),
        (Series.AreaSample(Series.Fill(TimelinePlot.KvColour)), "KV cache in use"),
    ]);
}
