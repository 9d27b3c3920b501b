using System.Text.Json.Nodes;
using Emulator.CostModel;

namespace Emulator.Explanation;

/// <summary>A step's cost as JSON: the figures of <see cref="ExplainTable"/>, unrounded; times in microseconds of model time.</summary>
internal static class ExplainJson
{
    /// <summary>One object.</summary>
    public static JsonObject Of(StepBreakdown breakdown, StepCostModel model) => new()
    {
        ["model"] = model.Model.Name,
        ["gpu"] = model.Gpu.Name,
        ["calibrated"] = model.Gpu.Calibrated,
        ["tensor_parallel_size"] = model.TensorParallelSize,
        ["weight_bytes"] = model.Precision.WeightBytes,
        ["kv_bytes"] = model.Precision.KvBytes,
        ["step"] = new JsonObject
        {
            ["decodes"] = breakdown.Totals.Decodes,
            ["decode_context"] = breakdown.Totals.DecodeContext,
            ["chunks"] = breakdown.Totals.Chunks,
            ["chunk_tokens"] = breakdown.Totals.ChunkTokens,
            ["chunk_past"] = breakdown.Totals.ChunkPast,
            ["sampling"] = breakdown.Totals.Sampling,
        },
        ["parts_us"] = new JsonObject(Enum.GetValues<StepPart>().Select(part => KeyValuePair.Create(part.ToText(), (JsonNode?)JsonValue.Create(breakdown.Cost[part])))),
        ["total_us"] = breakdown.Cost.TotalMicroseconds,
        ["low_us"] = breakdown.Interval?.LowMicroseconds,
        ["high_us"] = breakdown.Interval?.HighMicroseconds,
        ["floor_us"] = breakdown.FloorMicroseconds,
        ["floor_ratio"] = breakdown.FloorRatio,
        ["output_tokens_per_second"] = breakdown.OutputTokensPerSecond,
        ["computed_tokens_per_second"] = breakdown.ComputedTokensPerSecond,
        ["operations"] = new JsonArray([.. breakdown.Operations.Select(Operation)]),
        ["not_measured"] = CoverageJson.Of(breakdown.NotMeasured),
    };

    private static JsonObject Operation(StepOperation operation) => new()
    {
        ["part"] = operation.Part.ToText(),
        ["name"] = operation.Name,
        ["calls"] = operation.Calls,
        ["us"] = operation.Microseconds,
        ["flops"] = operation.Flops,
        ["bytes"] = operation.Bytes,
        ["limit"] = operation.Each.Bound.ToText(),
        ["each"] = new JsonObject
        {
            ["us"] = operation.Each.Microseconds,
            ["latency_us"] = operation.Each.LatencyMicroseconds,
            ["memory_us"] = operation.Each.MemoryMicroseconds,
            ["compute_us"] = operation.Each.ComputeMicroseconds,
            ["link_us"] = operation.Each.LinkMicroseconds,
            ["host_us"] = operation.Each.HostMicroseconds,
        },
    };
}
