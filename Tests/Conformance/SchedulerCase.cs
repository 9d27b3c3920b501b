using System.Text.Json;
using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Conformance;

/// <summary>Plays one recorded case step by step and names the first difference.</summary>
internal sealed class SchedulerCase(JsonElement root)
{
    private readonly Dictionary<string, Sequence> _live = [];
    private readonly Dictionary<string, ulong> _outputs = [];
    private readonly int _blockSize = root.GetProperty("config").GetProperty("block_size").GetInt32();
    private readonly List<JsonElement> _events = [.. root.GetProperty("events").EnumerateArray()];
    private readonly List<string> _differences = [];

    public string? FirstDifference()
    {
        Scheduler scheduler = new(Options(root.GetProperty("config")));
        bool checkBlocks = root.TryGetProperty("check_blocks", out JsonElement check) && check.GetBoolean();
        int step = 0;
        foreach (JsonElement expected in root.GetProperty("steps").EnumerateArray())
        {
            List<string> aborted = [];
            List<string> rejected = [];
            foreach (JsonElement entry in _events.Where(e => e.GetProperty("step").GetInt32() == step))
            {
                Apply(entry, scheduler, aborted, rejected);
            }

            StepPlan plan = scheduler.Schedule();
            int freeAfterSchedule = scheduler.Pool.Free;
            string scheduled = Rows(plan.Shares);
            string tables = string.Join(' ', plan.Shares.ToArray().Select(s => $"{s.Sequence.Id}[{string.Join(',', s.Sequence.Blocks.Ids.ToArray())}]"));
            scheduler.Complete(plan);

            _differences.Clear();
            Compare(step, "scheduled", List(expected, "scheduled"), scheduled);
            Compare(step, "sampled", List(expected, "sampled"), string.Join(' ', plan.Sampled.Select(s => s.Id)));
            Compare(step, "preempted", List(expected, "preempted"), string.Join(' ', plan.Preempted.Select(s => s.Id)));
            Compare(step, "rejected", List(expected, "rejected"), string.Join(' ', rejected));
            Compare(step, "finished", List(expected, "finished"), string.Join(' ', aborted.Concat(plan.Finished.Select(f => $"{f.Sequence.Id}:{(f.Reason == FinishReason.Stop ? "stop" : "length")}"))));
            Compare(step, "running", expected.GetProperty("running").ToString(), $"{scheduler.Running.Length}");
            Compare(step, "waiting", expected.GetProperty("waiting").ToString(), $"{scheduler.WaitingCount}");
            Compare(step, "free", List(expected, "free"), $"{freeAfterSchedule} {scheduler.Pool.Free}");
            if (checkBlocks)
            {
                Compare(step, "tables", string.Join(' ', expected.GetProperty("tables").EnumerateArray().Select(r => $"{r[0]}[{string.Join(',', r[1].EnumerateArray())}]")), tables);
                Compare(step, "free_queue", List(expected, "free_queue"), string.Join(' ', scheduler.Pool.FreeQueue()));
            }

            if (_differences.Count > 0)
            {
                return _differences[0];
            }

            step++;
        }

        bool cutShort = root.TryGetProperty("max_steps", out _);
        return !cutShort && scheduler.HasWork ? $"work is left after step {step}" : null;
    }

    private void Apply(JsonElement entry, Scheduler scheduler, List<string> aborted, List<string> rejected)
    {
        if (entry.TryGetProperty("abort", out JsonElement abort))
        {
            if (_live.TryGetValue(abort.GetString()!, out Sequence? victim) && scheduler.Abort(victim))
            {
                aborted.Add($"{victim.Id}:abort");
            }

            return;
        }

        string id = entry.GetProperty("add").GetString()!;
        ulong output = 1_000_000_000UL + ((ulong)_outputs.Count * 100_000);
        TokenSequence prompt = new([.. entry.GetProperty("prompt").EnumerateArray().Select(Part)]);
        _outputs[id] = output;
        int maxTokens = entry.GetProperty("max_tokens").GetInt32();
        Sequence sequence = new(id, prompt, maxTokens, Optional(entry, "stop_after", int.MaxValue), Optional(entry, "priority", 0)) { OutputStart = output };
        if (entry.TryGetProperty("arrival", out JsonElement arrival))
        {
            sequence.Arrival = arrival.GetInt64();
        }

        if (scheduler.Add(sequence))
        {
            _live[id] = sequence;
        }
        else
        {
            rejected.Add($"{id}:context_length_exceeded");
        }
    }

    private TokenRun Part(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Number)
        {
            return new TokenRun(part.GetUInt64(), 1);
        }

        int count = part.GetProperty("count").GetInt32();
        return part.TryGetProperty("output_of", out JsonElement of)
            ? new TokenRun(_outputs[of.GetString()!], count)
            : new TokenRun((part.GetProperty("seed").GetUInt64() * 100_000) + (ulong)Optional(part, "from", 0), count);
    }

    private static string Rows(ReadOnlySpan<StepShare> shares) => string.Join(' ', shares.ToArray().Select(s =>
        s.Admitted ? $"{s.Sequence.Id}:{s.NewTokens}:{s.ComputedBefore}:{s.Cached}" : $"{s.Sequence.Id}:{s.NewTokens}:{s.ComputedBefore}"));

    private static string List(JsonElement step, string field) =>
        step.TryGetProperty(field, out JsonElement list)
            ? string.Join(' ', list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Array ? string.Join(':', e.EnumerateArray()) : e.ToString()))
            : string.Empty;

    private static int Optional(JsonElement element, string name, int otherwise) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : otherwise;

    private void Compare(int step, string field, string expected, string got)
    {
        if (expected != got)
        {
            _differences.Add($"step {step}, {field}: expected {expected}, got {got}");
        }
    }

    private SchedulerOptions Options(JsonElement config) => new()
    {
        MaxNumSeqs = config.GetProperty("max_num_seqs").GetInt32(),
        TokenBudget = config.GetProperty("token_budget").GetInt32(),
        BlockSize = _blockSize,
        NumGpuBlocks = config.GetProperty("num_gpu_blocks").GetInt32(),
        ChunkedPrefill = config.GetProperty("chunked_prefill").GetBoolean(),
        LongPrefillThreshold = config.GetProperty("long_prefill_threshold").GetInt32(),
        PrefixCaching = config.GetProperty("prefix_caching").GetBoolean(),
        Policy = config.GetProperty("policy").GetString()!,
        ReserveFullPrompt = config.GetProperty("reserve_full_prompt").GetBoolean(),
        WatermarkBlocks = config.GetProperty("watermark_blocks").GetInt32(),
    };
}
