namespace Benchmarks.Throughput;

/// <summary>An answer of the emulator's, token by token, for somebody else to give.</summary>
internal static class Recording
{
    /// <summary>Asks a server for an answer and writes its events down.</summary>
    public static async Task WriteAsync(Uri server, string body, string path)
    {
        using HttpClient http = new();
        using HttpResponseMessage response = await http.PostAsync(new Uri(server, "v1/chat/completions"), new StringContent(body, mediaType: new("application/json")));
        response.EnsureSuccessStatusCode();
        await File.WriteAllTextAsync(path, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What is written at once: an event a token, the role with the first and the end with the last, as the emulator does it.</summary>
    public static byte[][] Read(string path)
    {
        string[] events = [.. File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text + "\n\n")];
        string[] writes = [events[0] + events[1], .. events[2..^2], events[^2] + events[^1]];
        return [.. writes.Select(System.Text.Encoding.UTF8.GetBytes)];
    }
}
