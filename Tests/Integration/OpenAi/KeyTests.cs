using System.Net;
using System.Text;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Whom the HTTP door lets in, and which pages may use it: as vLLM's middleware has it.</summary>
public sealed class KeyTests : ServerTests
{
    private const string Body = """{"synthetic":{"tokens":10,"output_tokens":3}}""";

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("Bearer swordfish", 200)]
    [InlineData("bearer swordfish", 200)]
    [InlineData("BEARER trout", 200)]
    [InlineData("Bearer Swordfish", 401)]
    [InlineData("Bearer  swordfish", 401)]
    [InlineData("Basic swordfish", 401)]
    [InlineData("swordfish", 401)]
    [InlineData("Bearer", 401)]
    [InlineData(null, 401)]
    public async Task Any_of_the_keys_opens_and_nothing_else_does(string? authorization, int status)
    {
        EmulatorServer server = await StartAsync("""--api-key ["swordfish","trout"]""");

        using HttpResponseMessage response = await SendAsync(server, HttpMethod.Post, "v1/chat/completions", ("Authorization", authorization));

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 401)
        {
            Assert.Equal(("""{"error":"Unauthorized"}""", "application/json", "invalid_api_key"), (await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers.GetValues("x-outcome-reason").Single()));
        }

        Expected = status == 401 ? new LedgerCounts { Invalid = 1 } : new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("tokenize", """{"prompt":"Hello"}""")]
    [InlineData("detokenize", """{"tokens":[1,2]}""")]
    public async Task Tokens_are_counted_for_anybody(string path, string body)
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");

        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, path), new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "v1/models", 401)]
    [InlineData("GET", "v1/nothing", 401)]
    [InlineData("GET", "v2/nothing", 401)]
    [InlineData("GET", "inference/v1/nothing", 401)]
    [InlineData("GET", "health", 200)]
    [InlineData("GET", "nothing", 404)]
    [InlineData("OPTIONS", "v1/models", 405)]
    public async Task Only_paths_that_vllm_guards_ask_for_one(string method, string path, int status)
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");

        using HttpResponseMessage response = await SendAsync(server, new HttpMethod(method), path);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Every_served_name_is_answered_and_the_first_is_reported()
    {
        EmulatorServer server = await StartAsync("""--served-model-name ["chat","chat-large"]""");

        foreach (string name in new[] { "chat", "chat-large" })
        {
            using HttpResponseMessage response = await SendAsync(server, HttpMethod.Post, "v1/chat/completions", body: $$"""{"model":"{{name}}",{{Body[1..]}}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("\"model\":\"chat\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using HttpResponseMessage other = await SendAsync(server, HttpMethod.Post, "v1/chat/completions", body: $$"""{"model":"Llama-3.1-8B",{{Body[1..]}}""");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Expected = new LedgerCounts { Completed = 2, Invalid = 1 };
    }

    private Task<HttpResponseMessage> SendAsync(EmulatorServer server, HttpMethod method, string path, params (string Name, string? Value)[] headers) => SendAsync(server, method, path, Body, headers);

    private async Task<HttpResponseMessage> SendAsync(EmulatorServer server, HttpMethod method, string path, string body, params (string Name, string? Value)[] headers)
    {
        using HttpRequestMessage request = new(method, new Uri(server.HttpAddress, path));
        request.Content = method == HttpMethod.Post ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        foreach ((string name, string? value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }
}
