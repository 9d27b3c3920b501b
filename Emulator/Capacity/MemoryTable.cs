using Emulator.Cli;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Explanation;

namespace Emulator.Capacity;

/// <summary>A memory plan as tables, for a person.</summary>
internal static class MemoryTable
{
    /// <summary>Writes them.</summary>
    public static void Write(TextWriter output, MemoryOverview overview, IReadOnlyList<RequestLength> lengths)
    {
        Deployment deployment = overview.Deployment;
        output.WriteLine(deployment.Title);
        output.WriteLine();
        WriteParts(output, overview);
        output.WriteLine();
        output.WriteLine($"budget    {Amount.Counted(deployment.TokenBudget, "token")} a step, {Amount.Counted(deployment.Options.MaxNumSeqs, "sequence")} at most");
        output.WriteLine($"KV cache  {Amount.Counted(overview.Blocks, "block")} of {Amount.Counted(overview.Plan.BlockSize, "token")}: {Amount.Counted(overview.Blocks * overview.Plan.BlockSize, "token")}, {Amount.Counted(overview.Plan.KvBytesPerToken, "byte")} each");
        output.WriteLine($"longest   {Amount.Counted(deployment.MaxModelLength, "token")} asked for, {Amount.Counted(Math.Max(0, overview.Plan.KvTokens), "token")} fit");
        output.WriteLine();
        WriteLengths(output, overview, lengths);
        output.WriteLine();
        WriteSizes(output, overview);
        if (CoverageGap.Describe(deployment.NotMeasured) is { } notMeasured)
        {
            output.WriteLine();
            output.WriteLine(notMeasured);
        }
    }

    private static void WriteParts(TextWriter output, MemoryOverview overview)
    {
        MemoryPlan plan = overview.Plan;
        double left = Math.Max(0, plan.UsableBytes - plan.WeightBytes - plan.ActivationBytes - plan.RuntimeBytes);
        TextTable table = new("memory of each GPU", "GB", "share");
        Add("usable", plan.UsableBytes);
        Add("  weights", plan.WeightBytes);
        Add("  activations", plan.ActivationBytes);
        Add("  runtime", plan.RuntimeBytes);
        Add("  KV cache", left);
        if (plan.MissingBytes > 0)
        {
            Add("  missing", plan.MissingBytes);
        }

        table.WriteTo(output);

        void Add(string name, double bytes) => table.Add(name, Amount.Of(bytes / 1e9), Amount.Share(bytes / overview.Deployment.Gpu.MemoryBytes));
    }

    private static void WriteLengths(TextWriter output, MemoryOverview overview, IReadOnlyList<RequestLength> lengths)
    {
        TextTable table = new("prompt+output", "blocks each", "at once, all at their end", "at once, half the answer");
        foreach (RequestLength length in lengths)
        {
            table.Add(
                length.ToString(),
                Amount.Count(RequestLength.Blocks((long)length.Prompt + length.Output, overview.Plan.BlockSize)),
                Amount.Count(length.AtFullLength(overview.Plan, overview.Blocks)),
                Amount.Count(length.AtHalfTheAnswer(overview.Plan, overview.Blocks)));
        }

        table.WriteTo(output);
        output.WriteLine($"At most {Amount.Count(overview.Deployment.Options.MaxNumSeqs)} of them run at once (max-num-seqs).");
    }

    private static void WriteSizes(TextWriter output, MemoryOverview overview)
    {
        TextTable table = new("tp", "weights GB", "KV bytes/token", "KV tokens", "fits", "tokens with fp8 KV", "fp8 weights", "both");
        foreach (SizePlan size in overview.Sizes)
        {
            table.Add(
                Amount.Count(size.TensorParallelSize),
                Amount.Of(size.Plan.WeightBytes / 1e9),
                Amount.Count(size.Plan.KvBytesPerToken),
                Amount.Count(Math.Max(0, size.Plan.KvTokens)),
                size.Fits ? "yes" : "no",
                OrNone(size.TokensWithFp8Kv),
                OrNone(size.TokensWithFp8Weights),
                OrNone(size.TokensWithFp8));
        }

        table.WriteTo(output);
    }

    private static string OrNone(long? tokens) => tokens is { } count ? Amount.Count(count) : "-";
}
