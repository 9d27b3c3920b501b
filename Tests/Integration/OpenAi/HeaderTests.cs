using System.Globalization;
using System.Net;
using System.Text;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Headers by which a client could tell whose server it talks to.</summary>
public sealed class HeaderTests : ServerTests
{
    private const string Chat = """{"model":"Llama-3.1-8B","messages":[{"role":"user","content":"Hi"}],"max_tokens":2}""";

    private readonly HttpClient _http = new();

    public static TheoryData<string, string, string, int> Answers => new()
    {
        { "POST", "v1/chat/completions", Chat, 200 },
        { "POST", "v1/completions", """{"prompt":"Grüß dich","max_tokens":2,"echo":true}""", 200 },
        { "POST", "v1/chat/completions", "{}", 400 },
        { "POST", "v1/chat/completions", """{"model":"gpt-9","messages":[]}""", 404 },
        { "POST", "tokenize", """{"prompt":"Hi"}""", 200 },
        { "POST", "pause", "", 200 },
        { "POST", "reset_mm_cache", "", 200 },
        { "GET", "is_paused", "", 200 },
        { "GET", "server_info", "", 200 },
        { "GET", "v1/models", "", 200 },
        { "GET", "health", "", 200 },
        { "GET", "version", "", 200 },
        { "GET", "load", "", 200 },
        { "GET", "metrics", "", 200 },
        { "GET", "openapi.json", "", 200 },
        { "GET", "docs", "", 200 },
        { "GET", "nothing", "", 404 },
        { "GET", "health/", "", 200 },
        { "PUT", "health", "", 405 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Whole_answers_and_errors_tell_their_length_and_uvicorn(string method, string path, string body, int status)
    {
        EmulatorServer server = await StartAsync("--server-dev-mode true");

        using HttpResponseMessage response = await SendAsync(server, method, path, body);

        byte[] content = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal((status, (long)content.Length), ((int)response.StatusCode, response.Content.Headers.ContentLength));
        Assert.NotEqual(true, response.Headers.TransferEncodingChunked);
        Assert.Equal("uvicorn", response.Headers.GetValues("Server").Single());
        Assert.NotNull(response.Headers.Date);
        Assert.False(response.Headers.Contains("openai-version"));
        Expected = server.Engine.Ledger.Read() with { Received = 0 };
    }

    [Theory]
    [InlineData("", "uvicorn")]
    [InlineData("--behave-as openai", "cloudflare")]
    public async Task A_stream_is_chunked(string options, string name)
    {
        EmulatorServer server = await StartAsync(options);

        using HttpResponseMessage response = await SendAsync(server, "POST", "v1/chat/completions", $"{Chat[..^1]},\"stream\":true}}");

        Assert.Equal((true, name), (response.Headers.TransferEncodingChunked, response.Headers.GetValues("Server").Single()));
        Assert.Null(response.Headers.CacheControl);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData(Chat, HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task OpenAIs_answers_tell_the_version_the_time_and_the_request(string body, HttpStatusCode status)
    {
        EmulatorServer server = await StartAsync("--behave-as openai");

        using HttpResponseMessage response = await SendAsync(server, "POST", "v1/chat/completions", body);

        Assert.Equal((status, "2020-10-01", "cloudflare"), (response.StatusCode, response.Headers.GetValues("openai-version").Single(), response.Headers.GetValues("Server").Single()));
        Assert.InRange(int.Parse(response.Headers.GetValues("openai-processing-ms").Single(), CultureInfo.InvariantCulture), 0, 60_000);
        Assert.NotEqual("", response.Headers.GetValues("X-Request-Id").Single());
        Expected = server.Engine.Ledger.Read() with { Received = 0 };
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task Only_who_asks_for_outcomes_is_told_them(string flag, bool tells)
    {
        EmulatorServer server = await StartAsync($"--outcome-headers {flag} --api-key swordfish");

        using HttpResponseMessage keyless = await SendAsync(server, "POST", "v1/chat/completions", Chat);
        using HttpResponseMessage nowhere = await SendAsync(server, "GET", "nothing", "");

        Assert.All([keyless, nowhere], response => Assert.Equal((tells, tells), (response.Headers.Contains("x-outcome"), response.Headers.Contains("x-outcome-reason"))));
        Expected = new LedgerCounts { Invalid = 1 };
    }

    private async Task<HttpResponseMessage> SendAsync(EmulatorServer server, string method, string path, string body)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(server.HttpAddress, path));
        request.Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        return await _http.SendAsync(request);
    }
}
