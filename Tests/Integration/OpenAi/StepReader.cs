using System.Text.Json;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Knows from the chunks that were read when all tokens of the engine's steps so far have been seen, and some answers will have more.</summary>
internal sealed class StepReader
{
    private readonly int _mostTokens;
    private volatile int _sampled;
    private readonly int[] _tokens;
    private readonly bool[] _ended;

    public StepReader(string body, EngineReplica engine)
    {
        Action<EngineStep>? listener = engine.StepListener;
        engine.StepListener = step =>
        {
            _sampled += step.Plan.Sampled.Count;
            listener?.Invoke(step);
        };
        (int answers, _mostTokens) = ExpectedOf(body);
        _tokens = new int[answers];
        _ended = new bool[answers];
    }

    /// <summary>Reads a line of the stream.</summary>
    /// <returns>Whether the next step may end.</returns>
    public bool Read(string line)
    {
        if (!line.StartsWith("data: {\"id\"", StringComparison.Ordinal))
        {
            return false;
        }

        using JsonDocument chunk = JsonDocument.Parse(line["data: ".Length..]);
        JsonElement choices = chunk.RootElement.GetProperty("choices");
        if (choices.GetArrayLength() == 0 || !IsGenerated(chunk.RootElement, choices[0]))
        {
            return false;
        }

        int index = choices[0].GetProperty("index").GetInt32();
        _tokens[index]++;
        _ended[index] |= choices[0].GetProperty("finish_reason").ValueKind != JsonValueKind.Null || _tokens[index] == _mostTokens;
        return _tokens.Sum() == _sampled && Array.Exists(_ended, ended => !ended);
    }

    // Usage, a role, or a message that the answer goes on with are not: vLLM tells tokens' ids of the rest, and OpenAI's API has but the role beside it.
    private static bool IsGenerated(JsonElement chunk, JsonElement choice) =>
        choice.TryGetProperty("token_ids", out _)
        || choice.TryGetProperty("text", out _)
        || (chunk.TryGetProperty("service_tier", out _) && !choice.GetProperty("delta").TryGetProperty("role", out _));

    private static (int Answers, int MostTokens) ExpectedOf(string body)
    {
        if (!body.Contains("\"stream\":true", StringComparison.Ordinal))
        {
            return (1, 1);
        }

        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement root = document.RootElement;
        int each = root.TryGetProperty("n", out JsonElement n) ? n.GetInt32() : 1;
        int prompts = root.TryGetProperty("prompt", out JsonElement prompt) && prompt.ValueKind == JsonValueKind.Array ? prompt.GetArrayLength() : 1;
        return (each * prompts, root.TryGetProperty("max_tokens", out JsonElement most) ? most.GetInt32() : int.MaxValue);
    }
}
