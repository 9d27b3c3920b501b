using System.Text.Json;
using Emulator.KvCache;

namespace Emulator.SchedulerCases;

/// <summary>Reads the events of a case, whose prompts may continue what earlier ones generated.</summary>
/// <param name="path">The file, for messages.</param>
internal sealed class CaseEvents(string path)
{
    private const ulong TokensPerSeed = 100_000;
    private const ulong FirstOutput = 1_000_000_000;
    private const int MostSeeds = 10_000;

    private static readonly string[] s_addKeys = ["step", "add", "prompt", "max_tokens", "stop_after", "priority", "arrival"];
    private static readonly string[] s_abortKeys = ["step", "abort"];
    private static readonly string[] s_seedKeys = ["seed", "count", "from"];
    private static readonly string[] s_outputKeys = ["output_of", "count"];

    // Where the outputs of the latest request of each id start.
    private readonly Dictionary<string, ulong> _outputs = [];
    private readonly HashSet<long> _arrivals = [];
    private ulong _adds;

    /// <summary>All events.</summary>
    public IReadOnlyList<CaseEvent> Read(IEnumerable<JsonElement> events)
    {
        List<CaseEvent> read = [];
        foreach (JsonElement element in events)
        {
            string place = $"{path}: events[{read.Count}]";
            CaseEvent next = Read(element, place);
            if (read.Count > 0 && next.Step < read[^1].Step)
            {
                throw new InvalidConfigurationException($"{place}: step is {next.Step}, but the event before it is of step {read[^1].Step}; allowed are events in the order of their steps.");
            }

            read.Add(next);
        }

        return read;
    }

    private CaseEvent Read(JsonElement element, string place)
    {
        bool isAbort = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("abort", out _);
        JsonFields fields = new(element, place, "an event", isAbort ? s_abortKeys : s_addKeys);
        int step = fields.Whole("step", min: 0) ?? throw fields.Missing("step");
        return isAbort ? new CaseEvent(step, null, fields.Text("abort") ?? throw fields.Missing("abort")) : new CaseEvent(step, Added(fields, place), null);
    }

    private CaseRequest Added(JsonFields fields, string place)
    {
        string id = fields.Text("add") ?? throw fields.Missing("add");
        int length = 0;
        TokenRun[] prompt = [.. fields.List("prompt").Select((part, i) => Part(part, $"{place}.prompt[{i}]", ref length))];
        if (prompt.Length == 0)
        {
            throw fields.Error("prompt is missing or empty; allowed are lists of at least one token.");
        }

        long? arrival = fields.Whole("arrival");
        if (arrival is { } number && !_arrivals.Add(number))
        {
            throw fields.Error($"arrival is {number}, as of an event before; allowed are numbers that are unique in the case.");
        }

        CaseRequest request = new(
            id,
            new TokenSequence(prompt),
            FirstOutput + (_adds++ * TokensPerSeed),
            fields.Count("max_tokens") ?? throw fields.Missing("max_tokens"),
            fields.Count("stop_after"),
            fields.Whole("priority") ?? 0,
            arrival);
        _outputs[id] = request.OutputStart;
        return request;
    }

    private TokenRun Part(JsonElement part, string place, ref int length)
    {
        TokenRun run = part.ValueKind == JsonValueKind.Number ? Token(part, place) : Run(part, place);
        length = length <= int.MaxValue - run.Count ? length + run.Count : throw new InvalidConfigurationException($"{place}: the prompt has more than {int.MaxValue} tokens.");
        return run;
    }

    private static TokenRun Token(JsonElement part, string place) =>
        part.TryGetUInt32(out uint token) ? new TokenRun(token, 1) : throw new InvalidConfigurationException($"{place} is {part.GetRawText()}; allowed are whole numbers from 0 to {uint.MaxValue}.");

    private TokenRun Run(JsonElement part, string place)
    {
        bool isOutput = part.ValueKind == JsonValueKind.Object && part.TryGetProperty("output_of", out _);
        JsonFields fields = new(part, place, "a prompt part", isOutput ? s_outputKeys : s_seedKeys);
        int count = fields.Whole("count", 1, (int)TokensPerSeed) ?? throw fields.Missing("count");
        if (isOutput)
        {
            string of = fields.Text("output_of") ?? throw fields.Missing("output_of");
            return _outputs.TryGetValue(of, out ulong first)
                ? new TokenRun(first, count)
                : throw fields.Error($"output_of is '{PlainText.Of(of)}', which no event before this adds.");
        }

        int seed = fields.Whole("seed", 0, MostSeeds - 1) ?? throw fields.Missing("seed");
        int from = fields.Whole("from", 0, (int)TokensPerSeed - 1) ?? 0;
        return from + count < (int)TokensPerSeed
            ? new TokenRun(((ulong)seed * TokensPerSeed) + (ulong)from, count)
            : throw fields.Error($"from + count is {from + count}; allowed are sums below {TokensPerSeed}.");
    }
}
