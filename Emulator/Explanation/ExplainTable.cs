using Emulator.Cli;
using Emulator.CostModel;

namespace Emulator.Explanation;

/// <summary>A step's cost as a table with bars, for a person.</summary>
internal static class ExplainTable
{
    private const int BarLength = 20;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, StepBreakdown breakdown)
    {
        double total = breakdown.Cost.TotalMicroseconds;
        double longest = Enum.GetValues<StepPart>().Max(part => breakdown.Cost[part]);
        TextTable table = new("operation", "calls", "us each", "us", "share", "GFLOP", "MB", "limit", "");
        foreach (IGrouping<StepPart, StepOperation> part in breakdown.Operations.GroupBy(operation => operation.Part))
        {
            double microseconds = breakdown.Cost[part.Key];
            table.Add(
                part.Key.ToText(), "", "", Amount.Of(microseconds), Amount.Share(microseconds / total), Amount.Of(part.Sum(o => o.Flops) / 1e9), Amount.Of(part.Sum(o => o.Bytes) / 1e6), "",
                Bar(microseconds / longest));
            foreach (StepOperation operation in part)
            {
                table.Add(
                    "  " + operation.Name,
                    Amount.Count(operation.Calls),
                    Amount.Of(operation.Each.Microseconds),
                    Amount.Of(operation.Microseconds),
                    Amount.Share(operation.Microseconds / total),
                    Amount.Of(operation.Flops / 1e9),
                    Amount.Of(operation.Bytes / 1e6),
                    operation.Each.Bound.ToText(),
                    Bar(operation.Microseconds / longest));
            }
        }

        table.WriteTo(output);
        output.WriteLine();
        output.WriteLine($"total     {Amount.Of(total)} us");
        if (breakdown.Interval is { } interval)
        {
            output.WriteLine($"90 %      {Amount.Of(interval.LowMicroseconds)} to {Amount.Of(interval.HighMicroseconds)} us, by what the fits of its operations left over");
        }

        output.WriteLine($"floor     {Amount.Of(breakdown.FloorMicroseconds)} us to read weights and KV at the datasheet's bandwidth; the step takes {Amount.Of(breakdown.FloorRatio)} times that");
        output.WriteLine($"tokens/s  {Amount.Of(breakdown.OutputTokensPerSecond)} sampled, {Amount.Of(breakdown.ComputedTokensPerSecond)} computed");
        if (CoverageGap.Describe(breakdown.NotMeasured) is { } notMeasured)
        {
            output.WriteLine(notMeasured);
        }
    }

    private static string Bar(double share) => new('#', (int)Math.Round(share * BarLength));
}
