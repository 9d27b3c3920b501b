using System.CommandLine;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Explanation;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace Emulator.Cli;

/// <summary><c>explain</c>: what one step costs, operation by operation.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Verb explain = new(
            "explain",
            "Shows what one engine step costs, operation by operation, and what limits each.",
            "emulator explain --preset llama3-70b-h100-tp8 --decode 64x2048 --prefill 1x2048")
        {
            Remarks = ServerFlags.Remarks,
        };
        ServerFlags flags = new(OptionGroup.Machine, OptionGroup.Planning);
        Option<string[]> decode = new("--decode") { HelpName = "NxCONTEXT", Description = "N sequences that decode, with CONTEXT tokens of context each. May be repeated." };
        Option<string[]> prefill = new("--prefill")
        {
            HelpName = "NxTOKENS[@PAST][+]",
            Description = "N prompts with TOKENS new tokens each, behind PAST tokens in the cache; a + at the end: more of the prompt is left, so nothing is sampled. May be repeated.",
        };
        Option<string?> sweep = new("--sweep")
        {
            HelpName = "NAME=FIRST..LAST[:STEP]",
            Description = "The step at many values of batch, context, prefill or tp, as CSV. STEP is a factor (4x) or a distance (16). [2x]",
        };
        Option<string?> plot = new("--plot") { HelpName = "FILE", Description = "Draws the sweep as SVG." };
        Option<bool> json = new("--json") { Description = "Prints JSON in place of the table.", Arity = ArgumentArity.Zero };
        flags.AddConfigTo(explain);
        explain.Add("The step", decode, prefill, sweep);
        explain.Add("Output", json, plot);
        flags.AddOptionsTo(explain);
        explain.SetAction(result =>
        {
            Deployment deployment = Deployment.From(flags.Read(result).Options);
            StepShape shape = new([.. (result.GetValue(decode) ?? []).Select(DecodeGroup.Parse)], [.. (result.GetValue(prefill) ?? []).Select(PrefillGroup.Parse)]);
            (TextWriter output, TextWriter error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            if (result.GetValue(sweep) is { } text)
            {
                if (result.GetValue(json))
                {
                    throw new InvalidConfigurationException("--json and --sweep are both given, but a sweep is CSV; allowed is one of them.");
                }

                ShowSweep(Sweep.Parse(text), deployment, shape, result.GetValue(plot), output, error);
                return ExitCode.Done;
            }

            if (result.GetValue(plot) is { } path)
            {
                throw new InvalidConfigurationException($"--plot is '{path}', but there is nothing to draw without --sweep.");
            }

            if (shape.Decodes.Count + shape.Prefills.Count == 0)
            {
                throw new InvalidConfigurationException("--decode and --prefill are missing; allowed is at least one of them, such as --decode 64x2048 or --prefill 1x2048.");
            }

            Show(deployment, shape, result.GetValue(json), output);
            return ExitCode.Done;
        });
        return explain;
    }

    private static void Show(Deployment deployment, StepShape shape, bool asJson, TextWriter output)
    {
        StepCostModel model = deployment.Price();
        StepBreakdown breakdown = Explain(model, deployment, shape);
        if (asJson)
        {
            output.WriteLine(PrintedJson.Text(ExplainJson.Of(breakdown, model)));
            return;
        }

        output.WriteLine(deployment.Title);
        output.WriteLine(GpuCatalogue.Calibration(deployment.Gpu));
        output.WriteLine(Described(breakdown.Totals));
        output.WriteLine();
        ExplainTable.Write(output, breakdown);
    }

    private static string Described(in StepTotals totals)
    {
        List<string> groups = [];
        if (totals.Decodes > 0)
        {
            groups.Add($"{Amount.Counted(totals.Decodes, "decode")} with {Amount.Counted(totals.DecodeContext, "token")} of context");
        }

        if (totals.Chunks > 0)
        {
            string past = totals.ChunkPast > 0 ? $" behind {Amount.Count(totals.ChunkPast)} in the cache" : "";
            groups.Add($"{Amount.Counted(totals.Chunks, "chunk")} with {Amount.Counted(totals.ChunkTokens, "new token")}{past}");
        }

        return $"{string.Join(", ", groups)}; {Amount.Counted(totals.Sampling, "sequence")} sampled";
    }

    private static void ShowSweep(Sweep sweep, Deployment deployment, StepShape shape, string? plot, TextWriter output, TextWriter error)
    {
        SweepPoint[] points = [.. sweep.Variable == SweepVariable.TensorParallelSize ? OverGpus(sweep, deployment, shape, error) : OverSteps(sweep, deployment, shape)];
        SweepCsv.Write(output, sweep, points);
        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
        {
            SweepSketch.Write(error, sweep, points);
        }

        if (plot is not null)
        {
            OutputFile.Write("--plot", plot, SweepPlot.Of(deployment.Title, sweep, points).Write);
        }
    }

    private static IEnumerable<SweepPoint> OverSteps(Sweep sweep, Deployment deployment, StepShape shape)
    {
        StepCostModel model = deployment.Price();
        return sweep.Values.Select(value => new SweepPoint(value, Explain(model, deployment, sweep.At(value, shape))));
    }

    private static StepBreakdown Explain(StepCostModel model, Deployment deployment, StepShape shape)
    {
        DeploymentCoverage.CheckDevice(deployment);
        StepBreakdown breakdown = shape.Explain(model);
        DeploymentCoverage.Check(deployment, breakdown.NotMeasured);
        return breakdown;
    }

    // A degree that does not divide the model, or that nobody measured, is left out with its reason, and never made up.
    private static List<SweepPoint> OverGpus(Sweep sweep, Deployment deployment, StepShape shape, TextWriter error)
    {
        List<SweepPoint> points = [];
        foreach (int size in sweep.Values)
        {
            string problems = string.Join(" ", Feasibility.Problems(deployment.Gpu, deployment.Model, size, deployment.Precision));
            if (problems.Length == 0)
            {
                StepCostModel model = Deployment.From(deployment.Options with { TensorParallelSize = size }).Price();
                points.Add(new SweepPoint(size, Explain(model, deployment, shape)));
            }
            else if (points.Count == 0 && size == sweep.Values[^1])
            {
                throw new InvalidConfigurationException(problems);
            }
            else
            {
                error.WriteLine(problems);
            }
        }

        return points;
    }
}
