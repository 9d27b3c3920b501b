using System.Text.Json;

namespace Emulator.Calibration;

/// <summary>One load on a server, as the load generator measured it: what a <c>report.json</c> says of the steps behind it.</summary>
/// <param name="Origin">The report's file name, for messages.</param>
/// <param name="RequestsPerSecond">Completed requests [λ].</param>
/// <param name="PromptTokens">Mean prompt of a completed request [P].</param>
/// <param name="OutputTokens">Mean output of a completed request [O].</param>
/// <param name="TokenSeconds">Mean time per output token: how long a step with decodes takes on average [t].</param>
internal sealed record ReportedLoad(string Origin, double RequestsPerSecond, double PromptTokens, double OutputTokens, double TokenSeconds)
{
    /// <summary>Sequences that decode at once, by Little's law: λ·(O − 1)·t.</summary>
    public double Decoding => RequestsPerSecond * Math.Max(OutputTokens - 1, 0) * TokenSeconds;

    /// <summary>Prompts that arrive during a step: λ·t.</summary>
    public double PromptsPerStep => RequestsPerSecond * TokenSeconds;

    /// <summary>Mean context of a decode: its prompt and half of its output.</summary>
    public double Context => PromptTokens + (OutputTokens / 2);

    /// <summary>Reads a report of <c>run</c> or <c>simulate</c>.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name.</param>
    /// <exception cref="InvalidConfigurationException">It is no such report, or nothing was measured in it.</exception>
    public static ReportedLoad Parse(string json, string origin)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement report = document.RootElement;
            double requests = Number(report, origin, "requests_per_second");
            return new ReportedLoad(
                origin,
                requests,
                Number(report, origin, "prompt_tokens_per_second") / requests,
                Number(report, origin, "output_tokens_per_second") / requests,
                Number(report, origin, "latency", "tpot", "mean"));
        }
        catch (Exception problem) when (JsonText.IsUnreadable(problem))
        {
            throw new InvalidConfigurationException($"serving is '{origin}', which is no JSON: {problem.Message}", problem);
        }
    }

    private static double Number(JsonElement report, string origin, params string[] path)
    {
        JsonElement value = report;
        foreach (string name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                throw new InvalidConfigurationException($"serving is '{origin}', which has no {string.Join('.', path)}; allowed are report.json files of `loadgen run` in which requests completed.");
            }
        }

        return value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and var number
            ? number
            : throw new InvalidConfigurationException($"serving is '{origin}', in which {string.Join('.', path)} is {value.GetRawText()}; allowed are reports in which requests completed.");
    }
}
