using System.Text.Json.Nodes;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Traffic;

/// <summary>
/// How a failure is told: as a case file, which <c>emulator scheduler replay</c> plays step by step once it is saved. Events that the format lacks are
/// written in the same way, and named in its <c>about</c>.
/// </summary>
internal static class ShrunkCase
{
    /// <summary>The case that shows <paramref name="traffic"/>, with <paramref name="steps"/> as what is expected.</summary>
    public static string Write(TrafficPlan traffic, IEnumerable<StepRow> steps)
    {
        string beyond = string.Join(", ", traffic.Events.Where(e => e is not (Arrives { Salt: null } or Leaves)).Select(e => e.GetType().Name).Distinct());
        string about = beyond.Length == 0 ? "A shrunk random case." : $"A shrunk random case; beyond the format of cases: {beyond}.";
        return $$"""
            {
              "name": "shrunk",
              "about": "{{about}}",
              "config": {{Config(traffic.Options).ToJsonString()}},
              "check_blocks": true,
              "events": [
                {{string.Join(",\n    ", traffic.Events.Select(e => EventOf(e, traffic.Options.Policy).ToJsonString()))}}
              ],
              "steps": [
                {{string.Join(",\n    ", steps.Select(row => Step(row, checkBlocks: true).ToJsonString()))}}
              ]
            }
            """;
    }

    /// <summary>The row of one step.</summary>
    public static JsonObject Step(StepRow row, bool checkBlocks)
    {
        JsonObject step = new() { ["scheduled"] = Array(row.Scheduled.Select(s => s.Cached is { } cached ? Array([s.Id, s.Tokens, s.Before, cached]) : Array([s.Id, s.Tokens, s.Before]))) };
        AddUnlessEmpty(step, "sampled", row.Sampled.Select(id => (JsonNode)id));
        AddUnlessEmpty(step, "preempted", row.Preempted.Select(id => (JsonNode)id));
        AddUnlessEmpty(step, "finished", row.Finished.Select(end => Array([end.Id, end.Reason])));
        AddUnlessEmpty(step, "rejected", row.Rejected.Select(end => Array([end.Id, end.Reason])));
        AddUnlessEmpty(step, "hit", row.Hit.Select(id => (JsonNode)id));
        step["running"] = row.Held.Count;
        step["waiting"] = row.Waiting.Count;
        step["free"] = Array([row.FreeAfterSchedule, row.FreeQueue.Count]);
        if (checkBlocks)
        {
            step["tables"] = Array(row.Tables.Select(table => Array([table.Id, Array(table.Blocks.Select(block => (JsonNode)block))])));
            step["free_queue"] = Array(row.FreeQueue.Select(block => (JsonNode)block));
        }

        return step;
    }

    private static JsonObject Config(SchedulerOptions options) => new()
    {
        ["max_num_seqs"] = options.MaxNumSeqs,
        ["token_budget"] = options.TokenBudget,
        ["block_size"] = options.BlockSize,
        ["num_gpu_blocks"] = options.NumGpuBlocks,
        ["chunked_prefill"] = options.ChunkedPrefill,
        ["long_prefill_threshold"] = options.LongPrefillThreshold,
        ["prefix_caching"] = options.PrefixCaching,
        ["policy"] = options.Policy,
        ["reserve_full_prompt"] = options.ReserveFullPrompt,
        ["watermark_blocks"] = options.WatermarkBlocks,
    };

    /// <summary>One event. What its policy does not look at is left out.</summary>
    private static JsonObject EventOf(TrafficEvent happening, string policy)
    {
        JsonObject entry = new() { ["step"] = happening.Step };
        switch (happening)
        {
            case Arrives arrives:
                entry["add"] = arrives.Id;
                entry["prompt"] = Array(arrives.Prompt.Select(PartOf));
                entry["max_tokens"] = arrives.MaxTokens;
                AddUnless(arrives.StopAfter is null, entry, "stop_after", arrives.StopAfter);
                AddUnless(arrives.Priority == 0, entry, "priority", arrives.Priority);
                AddUnless(arrives.Arrival is null, entry, "arrival", arrives.Arrival);
                AddUnless(arrives.Salt is null, entry, "salt", arrives.Salt);
                AddUnless(policy != "fair", entry, "tenant", arrives.Tenant);
                AddUnless(policy != "edf" || arrives.DueAt == TimeSpan.MaxValue, entry, "due_s", arrives.DueAt.TotalSeconds);
                break;
            case Leaves leaves:
                entry["abort"] = leaves.Id;
                break;
            case PoolResized resized:
                entry["num_gpu_blocks"] = resized.Blocks;
                break;
            case BudgetChanged changed:
                entry["token_budget"] = changed.Tokens;
                break;
            case PrefillLimited limited:
                entry["prefill_limit"] = limited.Tokens;
                break;
            default:
                entry["event"] = happening.GetType().Name;
                break;
        }

        return entry;
    }

    private static JsonNode PartOf(PromptPart part) =>
        part.OutputOf is { } id ? new JsonObject { ["output_of"] = id, ["count"] = part.Count }
        : part.From == 0 ? new JsonObject { ["seed"] = part.Seed, ["count"] = part.Count }
        : new JsonObject { ["seed"] = part.Seed, ["count"] = part.Count, ["from"] = part.From };

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];

    private static void AddUnlessEmpty(JsonObject step, string name, IEnumerable<JsonNode> nodes)
    {
        if (Array(nodes) is { Count: > 0 } list)
        {
            step[name] = list;
        }
    }

    private static void AddUnless(bool left, JsonObject entry, string name, JsonNode? value)
    {
        if (!left)
        {
            entry[name] = value;
        }
    }
}
