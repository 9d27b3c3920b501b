using System.Text.Json;

namespace Emulator.Content;

/// <summary>Reads canned answers: a JSON object a line, with <c>reply</c>, and <c>when</c> for answers to messages that contain it.</summary>
internal static class ContentFile
{
    private static readonly string[] s_keys = ["reply", "when"];

    /// <summary>Where answers come from, by the option's value: <c>prose</c>, <c>echo</c>, or a file's path.</summary>
    /// <exception cref="InvalidConfigurationException">The file cannot be read, or a line of it is wrong.</exception>
    public static ContentSource Source(string content) => content.ToLowerInvariant() switch
    {
        "prose" => ContentSource.Prose,
        "echo" => new ContentSource(echoes: true, []),
        _ => new ContentSource(echoes: false, Read(content)),
    };

    private static CannedReply[] Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Problem($"content is '{path}', which", path, problem);
        }

        CannedReply[] replies = [.. lines.Select((line, i) => (line, i + 1)).Where(line => !string.IsNullOrWhiteSpace(line.line)).Select(line => Reply(line.line, $"{path}:{line.Item2}"))];
        return replies.Length > 0 ? replies : throw new InvalidConfigurationException($"content is '{path}', which has no answers; allowed are files with at least one.");
    }

    private static CannedReply Reply(string line, string place)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonFields fields = new(document.RootElement, place, "an answer", s_keys);
            return new CannedReply(fields.Text("reply") ?? throw fields.Missing("reply"), fields.Text("when"));
        }
        catch (Exception problem) when (JsonText.IsUnreadable(problem))
        {
            throw new InvalidConfigurationException($"{place}: this is not one JSON object: {problem.Message}", problem);
        }
    }
}
