using System.Net;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;
using Tests.Integration.Grpc;

namespace Tests.Integration.OpenAi;

/// <summary>What requests say of their prompts: how much of them is kept, and how a conversation ends.</summary>
public sealed class PromptFieldTests : ServerTests
{
    private const string Hello = """
        "messages":[{"role":"user","content":"Hello world"}],"max_tokens":2
        """;

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("v1/chat/completions", "{" + Hello + "}", 5 + 5 + 2)]
    [InlineData("v1/chat/completions", "{" + Hello + ",\"add_generation_prompt\":false}", 1 + 5 + 2)]
    [InlineData("v1/chat/completions", "{" + Hello + ",\"add_generation_prompt\":false,\"continue_final_message\":true}", 1 + 4 + 2)]
    [InlineData("v1/chat/completions", "{" + Hello + ",\"truncate_prompt_tokens\":3}", 3)]
    [InlineData("v1/chat/completions", "{" + Hello + ",\"truncate_prompt_tokens\":-1}", 12)]
    [InlineData("v1/completions", """{"prompt":"one two three four","truncate_prompt_tokens":2}""", 2)]
    [InlineData("v1/completions", """{"prompt":"one two three four","truncate_prompt_tokens":9}""", 4)]
    public async Task A_prompt_has_as_many_tokens_as_its_fields_leave(string path, string body, int tokens)
    {
        EmulatorServer server = await StartAsync();

        JsonElement reply = await PostAsync(server, path, body);

        Assert.Equal(tokens, reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("left", " three four")]
    [InlineData("right", "one two")]
    public async Task A_prompt_is_cut_on_the_side_that_is_asked_for(string side, string kept)
    {
        EmulatorServer server = await StartAsync();

        JsonElement reply = await PostAsync(
            server, "v1/completions", $$"""{"prompt":"one two three four","truncate_prompt_tokens":2,"truncation_side":"{{side}}","echo":true,"max_tokens":0}""");

        Assert.Equal(kept, reply.GetProperty("choices")[0].GetProperty("text").GetString());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_chat_template_is_taken_from_those_who_are_trusted()
    {
        EmulatorServer server = await StartAsync("--trust-request-chat-template true");

        await PostAsync(server, "v1/chat/completions", "{" + Hello + ",\"chat_template\":\"{{ messages }}\"}");

        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task The_first_tokens_come_at_once_and_then_as_many_together_as_the_request_asks_for()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("");
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/completions"))
        {
            Content = Json("""{"prompt":"one","max_tokens":6,"ignore_eos":true,"stream":true,"stream_interval":3,"seed":1,"return_token_ids":true}"""),
        };
        Task<HttpResponseMessage> sending = _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        List<int> sizes = [];
        await clock.StandsInStepAsync();
        clock.EndStep();
        using StreamReader reader = new(await (await sending).Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line && line != "data: [DONE]")
        {
            if (line.Length == 0)
            {
                continue;
            }

            sizes.Add(JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("choices")[0].GetProperty("token_ids").GetArrayLength());
            for (int step = 0; step < (sizes.Count == 1 ? 3 : sizes.Count == 2 ? 2 : 0); step++)
            {
                await clock.StandsInStepAsync();
                clock.EndStep();
            }
        }

        Assert.Equal([1, 3, 2], sizes);
        clock.RunFree();
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("--enable-server-load-tracking true", 1)]
    public async Task Load_counts_the_calls_that_are_under_way_over_http_where_a_server_tracks_them(string options, int load)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync(options);
        using GrpcClient grpc = new(server);
        Task<HttpResponseMessage> request = _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), Json("""{"prompt":"one","max_tokens":2,"n":4}"""));
        await clock.StandsInStepAsync();
        Task other = grpc.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2)).ResponseAsync;
        Wait.Until(() => server.Engine.Ledger.InFlight == 5, "all requests");

        Assert.Equal($$"""{"server_load":{{load}}}""", await _http.GetStringAsync(new Uri(server.HttpAddress, "load")));
        clock.RunFree();
        (await request).Dispose();
        await other;
        Wait.Until(() => _http.GetStringAsync(new Uri(server.HttpAddress, "load")).GetAwaiter().GetResult() == """{"server_load":0}""", "the end of the call");
        Expected = new LedgerCounts { Completed = 5 };
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"prompt":"one","max_tokens":0}""")]
    public async Task Load_forgets_calls_that_are_refused(string body)
    {
        EmulatorServer server = await StartAsync("--enable-server-load-tracking true");

        (await _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), Json(body))).Dispose();

        Wait.Until(() => _http.GetStringAsync(new Uri(server.HttpAddress, "load")).GetAwaiter().GetResult() == """{"server_load":0}""", "the end of the call");
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("--enable-request-id-headers true", true)]
    [InlineData("--behave-as openai", true)]
    public async Task Answers_name_their_request_where_servers_do(string options, bool named)
    {
        EmulatorServer server = await StartAsync(options);

        using HttpResponseMessage page = await _http.GetAsync(new Uri(server.HttpAddress, "health"));
        using HttpResponseMessage nowhere = await _http.GetAsync(new Uri(server.HttpAddress, "nowhere"));
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), Json("""{"model":"Llama-3.1-8B","prompt":"one","max_tokens":2}"""));

        Assert.Equal([named, named, named], new[] { page, nowhere, answer }.Select(response => response.Headers.Contains("X-Request-Id")));
        Expected = new LedgerCounts { Completed = 1 };
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<JsonElement> PostAsync(EmulatorServer server, string path, string body)
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, path), Json(body));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
