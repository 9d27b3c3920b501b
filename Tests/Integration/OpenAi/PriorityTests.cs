using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>What <c>priority</c> and <c>X-Vllm-Priority</c> do to requests that wait: the smaller goes first, and equals in the order in which they came.</summary>
public sealed class PriorityTests : ServerTests
{
    private const string Chat = "v1/chat/completions";
    private const string Text = "v1/completions";

    private static readonly (string Id, int Priority, string? Header)[] s_waiting = [("late", 5, null), ("plain", 0, null), ("urgent", -3, null), ("late too", 5, null), ("said by header", 9, "-4"), ("no number", 1, "high")];

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData(Chat)]
    [InlineData(Text)]
    public async Task Who_waits_is_served_by_priority(string path)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 1 --scheduling-policy priority");
        List<string> ended = [];
        server.Engine.EndListener += request => ended.Add(request.Id);

        List<Task<HttpResponseMessage>> answers = [AskAsync(server, path, "inside", priority: 100, header: null)];
        await clock.StandsInStepAsync();
        foreach ((string id, int priority, string? header) in s_waiting)
        {
            answers.Add(AskAsync(server, path, id, priority, header));
            Wait.Until(() => server.Engine.Submitted == answers.Count, "a request");
        }

        clock.RunFree();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(["inside", "said by header", "urgent", "plain", "no number", "late", "late too"], ended);
        Expected = new LedgerCounts { Completed = answers.Count };
    }

    [Theory]
    [InlineData(Chat, 7, null, "Got priority 7 but Priority scheduling is not enabled.")]
    [InlineData(Text, -7, null, "Got priority -7 but Priority scheduling is not enabled.")]
    [InlineData(Chat, 0, "7", "Got priority 7 but Priority scheduling is not enabled.")]
    [InlineData(Text, 7, "0", null)]
    [InlineData(Chat, 0, null, null)]
    public async Task Without_the_policy_any_but_none_is_refused(string path, int priority, string? header, string? says)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await AskAsync(server, path, "a", priority, header);

        JsonElement body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(says is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(says, body.TryGetProperty("error", out JsonElement error) ? error.GetProperty("message").GetString() : null);
        Expected = says is null ? new LedgerCounts { Completed = 1 } : new LedgerCounts { Invalid = 1 };
    }

    private async Task<HttpResponseMessage> AskAsync(EmulatorServer server, string path, string id, int priority, string? header)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, path))
        {
            Content = new StringContent($$"""{"synthetic":{"tokens":20,"output_tokens":2},"priority":{{priority}}}""", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Add("X-Request-Id", id);
        if (header is not null)
        {
            request.Headers.Add("X-Vllm-Priority", header);
        }

        return await _http.SendAsync(request);
    }
}
