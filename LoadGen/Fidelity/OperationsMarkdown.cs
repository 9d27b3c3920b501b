using System.Globalization;
using System.Text;
using Emulator.Calibration;

namespace LoadGen.Fidelity;

/// <summary>Writes how far each operation's price is from its measurements. The same figures give the same text.</summary>
public static class OperationsMarkdown
{
    private const double LeastCoverage = 0.85;
    private const double MostCoverage = 0.95;

    /// <summary>Every goal, and what was reached.</summary>
    public static string Goals(IReadOnlyList<OperationFidelity> operations)
    {
        StringBuilder text = new("| operation | device | goal: mean at most | mean | | of it |\n|---|---|---|---|---|---|\n");
        foreach (OperationGoal goal in OperationGoal.Of(operations))
        {
            string parts = goal.Parts.Count < 2 ? "" : string.Join(", ", goal.Parts.Select(part => $"{part.Operation[goal.Name.Length..].Trim()} {Percent(part.Error.Mean)}"));
            text.Append(CultureInfo.InvariantCulture, $"| {goal.Name} | {goal.Gpu} | {goal.AtMost * 100:0} % | {(goal.Mean is { } mean ? Percent(mean) : "not measured")} | {goal.Verdict} | {parts} |\n");
        }

        return text.ToString();
    }

    /// <summary>How many of an operation's intervals cover what they should, by split, and which do not.</summary>
    public static string Coverage(IReadOnlyList<OperationFidelity> operations)
    {
        StringBuilder text = new("| held out | intervals | cover 85 to 95 % | cover more | cover less |\n|---|---|---|---|---|\n");
        foreach (IGrouping<string, (string Name, double Share)> split in
            from one in operations
            from judgement in one.Judgements
            where judgement.Predictor != OperationFidelity.Shipped && judgement.Coverage is not null
            group (Name: $"{one.Gpu} {one.Operation}", judgement.Coverage!.Value) by judgement.Predictor)
        {
            string less = string.Join(", ", split.Where(one => one.Share < LeastCoverage).OrderBy(one => one.Share).Select(one => $"{one.Name} {Percent(one.Share)}"));
            text.Append(CultureInfo.InvariantCulture, $"| {split.Key} | {split.Count()} | {split.Count(one => one.Share is >= LeastCoverage and <= MostCoverage)} | {split.Count(one => one.Share > MostCoverage)} | {(less.Length == 0 ? "none" : less)} |\n");
        }

        return text.ToString();
    }

    /// <summary>A section for each device: every judgement of each operation, beside the plain roofline.</summary>
    public static string Devices(IReadOnlyList<OperationFidelity> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        StringBuilder text = new();
        foreach (IGrouping<string, OperationFidelity> device in operations.GroupBy(one => one.Gpu))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {device.Key}\n\n![predicted over measured](fidelity/{PlotName(device.Key)})\n\n");
            text.Append("| operation | rows | coefficients | mean | median | p90 | worst | bias | in the interval | plain roofline: mean | bias |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
            foreach (OperationFidelity operation in device)
            {
                foreach (Judgement judgement in operation.Judgements)
                {
                    bool first = judgement == operation.Judgements[0];
                    ErrorSummary error = judgement.Error;
                    text.Append(CultureInfo.InvariantCulture, $"| {(first ? operation.Operation : "")} | {(first ? error.Rows.ToString("N0", CultureInfo.InvariantCulture) : "")} | {Predictor(judgement.Predictor)} ")
                        .Append(CultureInfo.InvariantCulture, $"| {Percent(error.Mean)} | {Percent(error.Median)} | {Percent(error.P90)} | {Percent(error.Worst)} | {Signed(error.Bias)} ")
                        .Append(CultureInfo.InvariantCulture, $"| {(judgement.Coverage is { } share ? Percent(share) : "")} | {(first ? Percent(operation.Roofline.Mean) : "")} | {(first ? Signed(operation.Roofline.Bias) : "")} |\n");
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The drawing of a device, beside the page.</summary>
    public static string PlotName(string gpu) => $"operations-{gpu}.svg";

    private static string Predictor(string predictor) => predictor switch
    {
        OperationFidelity.Shipped => "as shipped",
        _ when predictor.EndsWith("'s", StringComparison.Ordinal) => predictor,
        _ => $"refitted, {predictor} held out",
    };

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Signed(double share) => (share * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
}
