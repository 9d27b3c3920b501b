using System.Globalization;
using Emulator.CostModel;

namespace Emulator.Explanation;

/// <summary>A sweep as CSV: a row a point, times in microseconds; the ends of the 90 % interval are empty where nobody judged the coefficients.</summary>
internal static class SweepCsv
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, Sweep sweep, IEnumerable<SweepPoint> points)
    {
        StepPart[] parts = Enum.GetValues<StepPart>();
        output.WriteLine($"{sweep.Name},{string.Join(',', parts.Select(part => $"{part.ToText()}_us"))},total_us,low_us,high_us,floor_us,output_tokens_per_second,computed_tokens_per_second");
        foreach (SweepPoint point in points)
        {
            StepBreakdown step = point.Breakdown;
            IEnumerable<double?> figures =
            [
                .. parts.Select(part => (double?)step.Cost[part]), step.Cost.TotalMicroseconds, step.Interval?.LowMicroseconds, step.Interval?.HighMicroseconds,
                step.FloorMicroseconds, step.OutputTokensPerSecond, step.ComputedTokensPerSecond,
            ];
            output.WriteLine($"{point.Value.ToString(CultureInfo.InvariantCulture)},{string.Join(',', figures.Select(figure => figure?.ToString("0.###", CultureInfo.InvariantCulture)))}");
        }
    }
}
