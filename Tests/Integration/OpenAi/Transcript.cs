using System.Text;
using System.Text.RegularExpressions;
using Emulator.Api;

namespace Tests.Integration.OpenAi;

/// <summary>What a client reads, byte for byte but for the time: one token a step, each step ended when the client has read the last one's tokens.</summary>
internal static partial class Transcript
{
    private const string SecondAnswer = "\"choices\":[{\"index\":1";

    /// <summary>Sends a request and reads all of its answer.</summary>
    public static async Task<string> OfAsync(EmulatorServer server, SteppedClock clock, HttpClient http, TranscriptRequest request)
    {
        StepReader steps = new(request.Body, server.Engine);
        using HttpRequestMessage message = new(HttpMethod.Post, new Uri(server.HttpAddress, request.Path)) { Content = new StringContent(request.Body, Encoding.UTF8, "application/json") };
        message.Headers.TryAddWithoutValidation("X-Request-Id", request.Name);
        Task<HttpResponseMessage> sending = http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Task step = clock.StandsInStepAsync();
        if (await Task.WhenAny(sending, step) == step)
        {
            clock.EndStep();
        }

        StringBuilder text = new();
        bool isStream = request.Body.Contains("\"stream\":true", StringComparison.Ordinal);
        if (!isStream)
        {
            clock.RunFree();
        }

        using HttpResponseMessage response = await sending;
        text.Append("HTTP ").Append((int)response.StatusCode).Append(' ').Append(response.Content.Headers.ContentType).Append("\n\n");
        List<string> lines = [];
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Add(Created().Replace(line, "\"created\":0"));
            if (isStream && steps.Read(line))
            {
                await clock.StandsInStepAsync();
                clock.EndStep();
            }
        }

        return text.AppendJoin('\n', InOrder(lines)).ToString().TrimEnd('\n') + "\n";
    }

    // Which of several answers writes its token first is chance: theirs stand one answer after the other.
    private static IEnumerable<string> InOrder(List<string> lines)
    {
        if (!lines.Exists(line => line.Contains(SecondAnswer, StringComparison.Ordinal)) || lines[0].Length == 0 || lines[0][0] != 'd')
        {
            return lines;
        }

        string[] events = [.. lines.Where(line => line.Length > 0)];
        return events.OrderBy(Place).SelectMany(line => (string[])[line, ""]);
    }

    private static int Place(string line) => line.Contains("\"role\"", StringComparison.Ordinal) ? -1
        : line.IndexOf("\"choices\":[{\"index\":", StringComparison.Ordinal) is var at and >= 0 ? line[at + "\"choices\":[{\"index\":".Length] - '0'
        : int.MaxValue;

    [GeneratedRegex("\"created\":\\d+")]
    private static partial Regex Created();
}
