using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Orders to the engine over HTTP, as in vLLM's development mode.</summary>
public sealed class DevelopmentPageTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("POST", "sleep")]
    [InlineData("POST", "wake_up")]
    [InlineData("POST", "pause")]
    [InlineData("POST", "resume")]
    [InlineData("POST", "reset_prefix_cache")]
    [InlineData("GET", "is_sleeping")]
    [InlineData("GET", "is_paused")]
    [InlineData("GET", "server_info")]
    public async Task Without_the_mode_there_are_no_such_paths(string method, string path)
    {
        EmulatorServer server = await StartAsync("--enable-sleep-mode true");

        using HttpResponseMessage response = await SendAsync(server, new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_server_sleeps_gives_its_cache_up_and_answers_after_it_has_woken_up()
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true --enable-sleep-mode true --enable-prefix-caching true");
        await ChatAsync(server);

        Assert.Equal("{\"is_sleeping\":false}", await _http.GetStringAsync(At(server, "is_sleeping")));
        await OrderAsync(server, "sleep?level=2&mode=wait");
        Assert.Equal(("{\"is_sleeping\":true}", 2), (await _http.GetStringAsync(At(server, "is_sleeping")), server.Engine.SleepLevel));

        Task<int> asleep = ChatAsync(server);
        await OrderAsync(server, "wake_up?tags=weights");
        Assert.Equal("{\"is_sleeping\":true}", await _http.GetStringAsync(At(server, "is_sleeping")));
        await OrderAsync(server, "wake_up");

        Assert.Equal(0, await asleep);
        Assert.Equal("{\"is_sleeping\":false}", await _http.GetStringAsync(At(server, "is_sleeping")));
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task A_pause_holds_requests_until_the_server_goes_on()
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true");

        Assert.Equal("{\"status\":\"paused\"}", await OrderAsync(server, "pause?mode=keep"));
        Task<int> held = ChatAsync(server);
        Wait.Until(() => server.Engine.Ledger.InFlight == 1, "a request that is held");
        Assert.Equal("{\"is_paused\":true}", await _http.GetStringAsync(At(server, "is_paused")));
        Assert.Equal("{\"status\":\"resumed\"}", await OrderAsync(server, "resume"));

        await held;
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("vllm", "pause")]
    [InlineData("vllm", "sleep?level=1")]
    [InlineData("openai", "pause")]
    public async Task A_pause_ends_answers_where_they_are_unless_it_is_told_to_keep_them(string behaviour, string order)
    {
        EmulatorServer server = await StartAsync($"--server-dev-mode true --enable-sleep-mode true --time-scale 1 --max-num-seqs 2 --behave-as {behaviour}");
        Task<HttpResponseMessage> runs = PostChatAsync(server, maxTokens: 50_000, answers: 2);
        Wait.Until(() => server.Engine.State.Running == 2, "a request that runs");
        Task<HttpResponseMessage> waits = PostChatAsync(server, maxTokens: 50_000);
        Wait.Until(() => server.Engine.State.Waiting == 1, "a request that waits");

        await OrderAsync(server, order);

        JsonElement[] answers = [.. await ChoicesOfAsync(await runs), .. await ChoicesOfAsync(await waits)];
        Assert.Equal(["abort", "abort", "abort"], answers.Select(answer => answer.GetProperty("finish_reason").GetString()));
        Assert.Equal([true, true, false], answers.Select(answer => answer.GetProperty("message").GetProperty("content").GetString()!.Length > 0));
        await OrderAsync(server, order == "pause" ? "resume" : "wake_up");
        Expected = new LedgerCounts { Cancelled = 3 };
    }

    [Theory]
    [InlineData("vllm", true)]
    [InlineData("openai", false)]
    public async Task A_pause_ends_streams_with_their_usage(string behaviour, bool hasText)
    {
        EmulatorServer server = await StartAsync($"--server-dev-mode true --time-scale 1 --behave-as {behaviour}");
        using HttpRequestMessage request = new(HttpMethod.Post, At(server, "v1/chat/completions"))
        {
            Content = JsonContent.Create(new
            {
                model = "Llama-3.1-8B",
                messages = new[] { new { role = "user", content = "Hi" } },
                max_tokens = 50_000,
                stream = true,
                stream_options = new { include_usage = true },
            }),
        };
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader events = new(await response.Content.ReadAsStreamAsync());
        List<string> lines = [];
        while (lines.Count < 8)
        {
            lines.Add((await events.ReadLineAsync())!);
        }

        await OrderAsync(server, "pause");
        lines.AddRange((await events.ReadToEndAsync()).Split('\n'));

        string[] data = [.. lines.Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];
        JsonElement last = JsonDocument.Parse(data[^3]).RootElement.GetProperty("choices")[0];
        int tokens = JsonDocument.Parse(data[^2]).RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32();
        Assert.Equal(("abort", hasText, "[DONE]"), (last.GetProperty("finish_reason").GetString(), last.GetProperty("delta").TryGetProperty("content", out _), data[^1]));

        // Beside them there are the role, the reason, the usage and the end.
        Assert.True(tokens >= data.Length - 4);
        await OrderAsync(server, "resume");
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_reset_forgets_the_prefixes()
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true --enable-prefix-caching true --enable-prompt-tokens-details true");

        await ChatAsync(server);
        int again = await ChatAsync(server);
        Assert.Equal("{\"success\":true}", await OrderAsync(server, "reset_prefix_cache?reset_external=false"));
        int afterReset = await ChatAsync(server);

        Assert.True(again > 0);
        Assert.Equal(0, afterReset);
        Assert.Equal("", await OrderAsync(server, "reset_mm_cache"));
        Assert.Equal("", await OrderAsync(server, "reset_encoder_cache"));
        Expected = new LedgerCounts { Completed = 3 };
    }

    [Fact]
    public async Task A_reset_says_when_requests_keep_the_prefixes()
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true --enable-prefix-caching true --time-scale 1");
        Task<HttpResponseMessage> asked = PostChatAsync(server, maxTokens: 50_000);
        Wait.Until(() => server.Engine.State.Running == 1, "a request that runs");

        Assert.Equal("{\"success\":false}", await OrderAsync(server, "reset_prefix_cache"));

        await OrderAsync(server, "pause");
        (await asked).Dispose();
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task The_server_says_what_it_is_in_words_or_as_an_object()
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true --max-num-seqs 77 --tensor-parallel-size 2");

        JsonElement words = await _http.GetFromJsonAsync<JsonElement>(At(server, "server_info"));
        JsonElement tree = await _http.GetFromJsonAsync<JsonElement>(At(server, "server_info?config_format=json"));

        Assert.Contains("max-num-seqs=77, ", words.GetProperty("vllm_config").GetString(), StringComparison.Ordinal);
        Assert.Equal(77, tree.GetProperty("vllm_config").GetProperty("max-num-seqs").GetInt32());
        Assert.Equal(2, tree.GetProperty("system_env").GetProperty("nvidia_gpu_models").GetString()!.Split('\n').Length);
    }

    [Theory]
    [InlineData("POST", "sleep", "not_enabled")]
    [InlineData("POST", "wake_up", "not_enabled")]
    public async Task What_cannot_be_done_is_refused(string method, string path, string reason)
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true");

        using HttpResponseMessage response = await SendAsync(server, new HttpMethod(method), path);

        Assert.Equal((HttpStatusCode.BadRequest, reason), (response.StatusCode, response.Headers.GetValues("x-outcome-reason").Single()));
    }

    [Theory]
    [InlineData("POST", "pause?mode=now", "1 validation error:\n  {'type': 'literal_error', 'loc': ('query', 'mode'), 'msg': \"Input should be 'abort', 'wait' or 'keep'\", 'input': 'now', 'ctx': {'expected': \"'abort', 'wait' or 'keep'\"}}")]
    [InlineData("POST", "pause?mode=Wait&clear_cache=perhaps", "2 validation errors:\n  {'type': 'literal_error', 'loc': ('query', 'mode')")]
    [InlineData("POST", "reset_prefix_cache?reset_external=maybe", "{'type': 'bool_parsing', 'loc': ('query', 'reset_external'), 'msg': 'Input should be a valid boolean, unable to interpret input', 'input': 'maybe'}")]
    [InlineData("GET", "server_info?config_format=xml", "{'type': 'literal_error', 'loc': ('query', 'config_format'), 'msg': \"Input should be 'text' or 'json'\", 'input': 'xml', 'ctx': {'expected': \"'text' or 'json'\"}}")]
    public async Task Parameters_are_refused_in_the_words_of_FastAPI(string method, string path, string says)
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true");

        using HttpResponseMessage response = await SendAsync(server, new HttpMethod(method), path);

        JsonElement error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "Bad Request"), (response.StatusCode, error.GetProperty("type").GetString()));
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_sleep_is_deeper_than_two_and_a_sleeper_is_not_resumed()
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true --enable-sleep-mode true");

        using HttpResponseMessage tooDeep = await SendAsync(server, HttpMethod.Post, "sleep?level=3");
        await OrderAsync(server, "sleep");
        using HttpResponseMessage resumed = await SendAsync(server, HttpMethod.Post, "resume");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (tooDeep.StatusCode, resumed.StatusCode));
        Assert.Contains("level is '3'; allowed are 0, 1 and 2.", await tooDeep.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await OrderAsync(server, "wake_up");
    }

    private static Uri At(EmulatorServer server, string path) => new(server.HttpAddress, path);

    private async Task<string> OrderAsync(EmulatorServer server, string path)
    {
        using HttpResponseMessage response = await SendAsync(server, HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(EmulatorServer server, HttpMethod method, string path)
    {
        using HttpRequestMessage request = new(method, At(server, path));
        return await _http.SendAsync(request);
    }

    private Task<HttpResponseMessage> PostChatAsync(EmulatorServer server, int maxTokens = 3, int answers = 1) => _http.PostAsJsonAsync(
        At(server, "v1/chat/completions"),
        new { model = "Llama-3.1-8B", messages = new[] { new { role = "user", content = new string('x', 1_000) } }, max_tokens = maxTokens, n = answers });

    private static async Task<IReadOnlyList<JsonElement>> ChoicesOfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("choices").EnumerateArray()];
        }
    }

    /// <returns>Prompt tokens that were cached.</returns>
    private async Task<int> ChatAsync(EmulatorServer server)
    {
        using HttpResponseMessage response = await PostChatAsync(server);
        response.EnsureSuccessStatusCode();
        JsonElement usage = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("usage");
        return usage.GetProperty("prompt_tokens_details") is { ValueKind: JsonValueKind.Object } details ? details.GetProperty("cached_tokens").GetInt32() : 0;
    }
}
