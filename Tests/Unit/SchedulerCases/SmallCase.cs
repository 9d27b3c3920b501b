using System.Text.Json.Nodes;

namespace Tests.Unit.SchedulerCases;

/// <summary>A case that passes, and what it becomes when one value in it is another.</summary>
internal static class SmallCase
{
    public const string Text = """
        {
          "name": "small",
          "config": {"max_num_seqs": 2, "token_budget": 16, "block_size": 4, "num_gpu_blocks": 9, "chunked_prefill": true, "long_prefill_threshold": 0,
            "prefix_caching": false, "policy": "fcfs", "reserve_full_prompt": true, "watermark_blocks": 0},
          "check_blocks": true,
          "events": [{"step": 0, "add": "a", "prompt": [1, 2, 3], "max_tokens": 3}, {"step": 0, "add": "big", "prompt": [{"seed": 1, "count": 40}], "max_tokens": 1},
            {"step": 1, "add": "b", "prompt": [9], "max_tokens": 9, "stop_after": 1}, {"step": 2, "abort": "a"}],
          "steps": [
            {"scheduled": [["a", 3, 0, 0]], "sampled": ["a"], "rejected": [["big", "context_length_exceeded"]], "running": 1, "waiting": 0, "free": [7, 7],
              "tables": [["a", [1]]], "free_queue": [2, 3, 4, 5, 6, 7, 8]},
            {"scheduled": [["a", 1, 3], ["b", 1, 0, 0]], "sampled": ["a", "b"], "finished": [["b", "stop"]], "running": 1, "waiting": 0, "free": [6, 7],
              "tables": [["a", [1]], ["b", [2]]], "free_queue": [2, 3, 4, 5, 6, 7, 8]},
            {"finished": [["a", "abort"]], "running": 0, "waiting": 0, "free": [8, 8], "tables": [], "free_queue": [1, 2, 3, 4, 5, 6, 7, 8]}
          ]
        }
        """;

    /// <summary>The case with <paramref name="value"/> at <paramref name="key"/>: "config.policy", "steps.1.free".</summary>
    public static string With(string key, string value)
    {
        JsonNode root = JsonNode.Parse(Text)!;
        string[] path = key.Split('.');
        JsonNode parent = path[..^1].Aggregate(root, (node, part) => int.TryParse(part, out int index) ? node[index]! : node[part]!);
        parent[path[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    /// <summary>The same, spelt just as <paramref name="value"/> is.</summary>
    public static string WithRaw(string key, string value) => With(key, "\"here\"").Replace("\"here\"", value, StringComparison.Ordinal);
}
