using System.Text.Json.Nodes;
using Emulator.CostModel.Latencies;

namespace Emulator.Configuration.Kinds;

/// <summary>The latencies of a constant model, <c>ttft=200ms,itl=20ms</c>, or a word that stands for none.</summary>
internal sealed class TokenLatenciesKind(string word) : OptionKind<TokenLatencies?>
{
    private static readonly LatencyKind s_latency = new();

    public override string ValueName => $"ttft={s_latency.ValueName},itl={s_latency.ValueName}|{word}";

    public override string Allowed => $"{word} and values such as ttft=200ms,itl=20ms, each of the two one of {s_latency.Allowed}";

    public override string? AbsentWord => word;

    public override bool TryParse(string text, out TokenLatencies? value)
    {
        value = null;
        if (text.Trim().Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        Dictionary<string, LatencyDistribution> given = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in Parts(text))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !s_latency.TryParse(sides[1], out LatencyDistribution latency) || !given.TryAdd(sides[0], latency))
            {
                return false;
            }
        }

        value = given.Count == 2 && given.TryGetValue("ttft", out LatencyDistribution? ttft) && given.TryGetValue("itl", out LatencyDistribution? itl)
            ? new TokenLatencies(ttft, itl)
            : null;
        return value is not null;
    }

    public override bool Contains(TokenLatencies? value) => value is null || (s_latency.Contains(value.Ttft) && s_latency.Contains(value.Itl));

    public override string Print(TokenLatencies? value) => value is null ? word : $"ttft={s_latency.Print(value.Ttft)},itl={s_latency.Print(value.Itl)}";

    public override JsonNode? ToJson(TokenLatencies? value) => value is null ? null : JsonValue.Create(Print(value));

    /// <summary>What stands between the commas, those inside parentheses left alone.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }
}
