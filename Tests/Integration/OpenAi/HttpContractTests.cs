using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

public sealed class HttpContractTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Fact]
    public async Task A_stream_is_role_content_finish_reason_usage_and_done()
    {
        EmulatorServer server = await StartAsync("--stream-interval 2 --behave-as openai");

        using HttpResponseMessage response = await PostAsync(server, """{"model":"Llama-3.1-8B","messages":[{"role":"user","content":"x"}],"max_tokens":4,"seed":1,"stream":true,"stream_options":{"include_usage":true}}""", id: "abc");

        string[] events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("abc", response.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("data: [DONE]", events[^1]);
        JsonElement[] chunks = [.. events[..^1].Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
        Assert.All(chunks, chunk => Assert.Equal(("chatcmpl-abc", "chat.completion.chunk"), (chunk.GetProperty("id").GetString(), chunk.GetProperty("object").GetString())));
        Assert.Equal("""{"role":"assistant","content":"","refusal":null}""", Delta(chunks[0]));
        Assert.All(chunks[1..^2], chunk => Assert.StartsWith("""{"content":""", Delta(chunk), StringComparison.Ordinal));
        Assert.All(chunks[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal(("{}", "length"), (Delta(chunks[^2]), chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
        Assert.Equal("""{"prompt_tokens":11,"completion_tokens":4,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""", chunks[^1].GetProperty("usage").GetRawText());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("""{"messages":[]}""", 400, "list object has no element 0", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", 400, "max_tokens must be at least 1, got 0. (parameter=max_tokens, value=0)", "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":0}""", 400, "n must be at least 1, got 0.", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"timeout":0}""", 400, "timeout is 0 s; allowed are durations above 0.", "timeout")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}]}""", 404, "The model `m` does not exist.", "model")]
    [InlineData(
        """{"synthetic":{"tokens":131072},"max_tokens":1}""",
        400,
        "This model's maximum context length is 131072 tokens. However, you requested 1 output tokens and your prompt contains at least 131072 input tokens, for a total of at least 131073 tokens. Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_tokens, value=131072)",
        "input_tokens")]
    public async Task What_cannot_be_is_an_error_object_with_its_status_as_code(string body, int status, string message, string? field)
    {
        EmulatorServer server = await StartAsync("--enable-request-id-headers true");

        using HttpResponseMessage response = await PostAsync(server, body, "q");

        JsonElement error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((status, "invalid", "q"), ((int)response.StatusCode, response.Headers.GetValues("x-outcome").Single(), response.Headers.GetValues("X-Request-Id").Single()));
        Assert.Equal((status, message, field), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString(), error.GetProperty("param").GetString()));
        Assert.Equal(status == 400 ? "BadRequestError" : "NotFoundError", error.GetProperty("type").GetString());
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_invalid()
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await PostAsync(server, "{\"messages\":");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_body"), (response.StatusCode, response.Headers.GetValues("x-outcome-reason").Single()));
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task A_timeout_before_the_first_token_is_a_504_and_after_it_an_error_event()
    {
        // The first prompt takes three steps of 8,192 tokens, each longer than a microsecond; the second answer takes more than a second.
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage early = await PostAsync(server, """{"synthetic":{"tokens":20000,"output_tokens":3},"timeout":0.000001,"stream":true}""");
        using HttpResponseMessage late = await PostAsync(server, """{"synthetic":{"tokens":10},"ignore_eos":true,"max_tokens":100000,"stream":true}""", timeout: "1");

        Assert.Equal((HttpStatusCode.GatewayTimeout, "timed_out", "prefill"), (early.StatusCode, early.Headers.GetValues("x-outcome").Single(), early.Headers.GetValues("x-outcome-reason").Single()));
        string[] events = (await late.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        JsonElement error = JsonDocument.Parse(events[^2]["data: ".Length..]).RootElement.GetProperty("error");
        Assert.Equal((HttpStatusCode.OK, "data: [DONE]"), (late.StatusCode, events[^1]));
        Assert.Equal((504, "TimeoutError"), (error.GetProperty("code").GetInt32(), error.GetProperty("type").GetString()));
        Assert.Contains("was due in its decode phase", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Expected = new LedgerCounts { TimedOut = 2 };
    }

    [Fact]
    public async Task Without_the_key_the_api_answers_401_and_health_200()
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");
        const string Body = """{"synthetic":{"tokens":10,"output_tokens":3}}""";

        using HttpResponseMessage without = await PostAsync(server, Body);
        using HttpResponseMessage models = await _http.GetAsync(new Uri(server.HttpAddress, "v1/models"));
        using HttpResponseMessage health = await _http.GetAsync(new Uri(server.HttpAddress, "health"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "swordfish");
        using HttpResponseMessage with = await PostAsync(server, Body);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK],
            new[] { without, models, health, with }.Select(response => response.StatusCode));
        Assert.Equal("invalid_api_key", without.Headers.GetValues("x-outcome-reason").Single());
        Expected = new LedgerCounts { Invalid = 1, Completed = 1 };
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_of_a_stream_is_cancelled()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/chat/completions"))
        {
            Content = new StringContent("""{"synthetic":{"tokens":10,"output_tokens":1000},"stream":true}""", Encoding.UTF8, "application/json"),
        };

        Task<HttpResponseMessage> sending = _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await clock.StandsInStepAsync();
        clock.EndStep();
        HttpResponseMessage response = await sending;
        await clock.StandsInStepAsync();
        response.Dispose();
        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.RunFree();

        Expected = new LedgerCounts { Cancelled = 1 };
    }

    private static string Delta(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta").GetRawText();

    private async Task<HttpResponseMessage> PostAsync(EmulatorServer server, string body, string? id = null, string? timeout = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/chat/completions")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("X-Request-Id", id ?? "");
        request.Headers.TryAddWithoutValidation("X-Request-Timeout", timeout ?? "");
        return await _http.SendAsync(request);
    }
}
