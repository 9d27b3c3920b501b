using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Configuration;

/// <summary>Options as a JSON object: keys as on the command line, numbers as numbers, durations as text with their unit.</summary>
internal static class OptionsJson
{
    public static string Write(ServerOptions options)
    {
        JsonObject json = [];
        foreach (ServerOption option in ServerOptionTable.All.Where(option => !option.IsSecret && !option.IsOfTheRun))
        {
            json[option.Name] = option.ToJson(options);
        }

        return json.ToJsonString();
    }

    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public static ServerOptions Read(string json)
    {
        List<string> problems = [];
        ServerOptions options = new ConfigurationLayer([.. Values(json)], name => name).Over(new ServerOptions(), [], problems);
        problems.AddRange(options.Problems());
        return problems.Count == 0 ? options : throw new InvalidConfigurationException(string.Join('\n', problems));
    }

    private static List<GivenValue> Values(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateObject().Select(property => new GivenValue(property.Name, TextOf(property.Value), property.Name, "options as JSON"))];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new InvalidConfigurationException($"the options are not a JSON object: {problem.Message}", problem);
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
