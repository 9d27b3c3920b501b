using System.Text.Json.Nodes;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Explanation;

namespace Emulator.Capacity;

/// <summary>A memory plan as JSON: the figures of <see cref="MemoryTable"/>, unrounded; bytes are of one GPU.</summary>
internal static class MemoryJson
{
    /// <summary>One object.</summary>
    public static JsonObject Of(MemoryOverview overview, IReadOnlyList<RequestLength> lengths)
    {
        Deployment deployment = overview.Deployment;
        return new JsonObject
        {
            ["model"] = deployment.Model.Name,
            ["gpu"] = deployment.Gpu.Name,
            ["tensor_parallel_size"] = deployment.TensorParallelSize,
            ["token_budget"] = deployment.TokenBudget,
            ["max_num_seqs"] = deployment.Options.MaxNumSeqs,
            ["max_model_len"] = deployment.MaxModelLength,
            ["fits"] = overview.Shortage is null,
            ["problem"] = overview.Shortage,
            ["memory"] = Memory(overview.Plan),
            ["kv_blocks"] = overview.Blocks,
            ["lengths"] = new JsonArray([.. lengths.Select(length => Length(length, overview))]),
            ["not_measured"] = CoverageJson.Of(deployment.NotMeasured),
            ["tensor_parallel_sizes"] = new JsonArray([.. overview.Sizes.Select(Size)]),
        };
    }

    private static JsonObject Memory(MemoryPlan plan) => new()
    {
        ["usable_bytes"] = plan.UsableBytes,
        ["weight_bytes"] = plan.WeightBytes,
        ["activation_bytes"] = plan.ActivationBytes,
        ["runtime_bytes"] = plan.RuntimeBytes,
        ["missing_bytes"] = plan.MissingBytes,
        ["kv_bytes_per_token"] = plan.KvBytesPerToken,
        ["block_size"] = plan.BlockSize,
        ["blocks"] = Math.Max(0, plan.Blocks),
        ["kv_tokens"] = Math.Max(0, plan.KvTokens),
    };

    private static JsonObject Length(RequestLength length, MemoryOverview overview) => new()
    {
        ["prompt_tokens"] = length.Prompt,
        ["output_tokens"] = length.Output,
        ["at_full_length"] = length.AtFullLength(overview.Plan, overview.Blocks),
        ["at_half_the_answer"] = length.AtHalfTheAnswer(overview.Plan, overview.Blocks),
    };

    private static JsonObject Size(SizePlan size) => new()
    {
        ["tensor_parallel_size"] = size.TensorParallelSize,
        ["fits"] = size.Fits,
        ["memory"] = Memory(size.Plan),
        ["kv_tokens_with_fp8_kv"] = size.TokensWithFp8Kv,
        ["kv_tokens_with_fp8_weights"] = size.TokensWithFp8Weights,
        ["kv_tokens_with_both"] = size.TokensWithFp8,
    };
}
