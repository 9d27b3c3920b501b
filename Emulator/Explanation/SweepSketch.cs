using System.Globalization;
using Emulator.CostModel;

namespace Emulator.Explanation;

/// <summary>A sweep drawn with letters, a line a point, for whoever looks at a terminal.</summary>
internal static class SweepSketch
{
    private const int Width = 64;
    private const int MostLines = 24;

    /// <summary>Draws it; of many points only some, evenly chosen.</summary>
    public static void Write(TextWriter output, Sweep sweep, IReadOnlyList<SweepPoint> points)
    {
        StepPart[] parts = Enum.GetValues<StepPart>();
        double longest = points.Max(point => point.Breakdown.Cost.TotalMicroseconds);
        int every = (points.Count + MostLines - 1) / MostLines;
        output.WriteLine($"{sweep.Name,9}         ms  {string.Join(", ", parts.Select(part => $"{Letter(part)} {part.ToText()}"))}");
        foreach (SweepPoint point in points.Where((_, i) => (points.Count - 1 - i) % every == 0))
        {
            StepCost cost = point.Breakdown.Cost;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{point.Value,9} {cost.TotalMicroseconds / 1e3,10:0.00}  {Bar(cost, parts, longest)}"));
        }
    }

    // Each part ends where its running sum does, so that rounding never adds up.
    private static string Bar(StepCost cost, StepPart[] parts, double longest)
    {
        string bar = "";
        double sum = 0;
        foreach (StepPart part in parts)
        {
            sum += cost[part];
            bar = bar.PadRight((int)Math.Round(sum / longest * Width), Letter(part));
        }

        return bar;
    }

    private static char Letter(StepPart part) => part == StepPart.AllReduce ? 'r' : part.ToText()[0];
}
