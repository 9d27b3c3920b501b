using System.Net;
using System.Text;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Paths and methods as FastAPI and Starlette, which vLLM stands on, take them.</summary>
public sealed class PathTests : ServerTests
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });

    [Theory]
    [InlineData("GET", "v1/models", 200)]
    [InlineData("GET", "V1/Models", 404)]
    [InlineData("GET", "v1/MODELS", 404)]
    [InlineData("GET", "v1/Models/Llama-3.1-8B", 404)]
    [InlineData("POST", "v1/Chat/completions", 404)]
    [InlineData("GET", "Health", 404)]
    [InlineData("POST", "HEALTH", 404)]
    [InlineData("HEAD", "health", 405)]
    [InlineData("OPTIONS", "health", 405)]
    [InlineData("DELETE", "v1/models", 405)]
    [InlineData("GET", "", 404)]
    [InlineData("GET", "nothing/", 404)]
    [InlineData("GET", "Health/", 404)]
    public async Task A_path_is_taken_letter_by_letter(string method, string path, int status)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await SendAsync(server, method, path);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "v1/models/", "v1/models")]
    [InlineData("GET", "v1/models//", "v1/models")]
    [InlineData("GET", "health/?a=b%20c", "health?a=b%20c")]
    [InlineData("POST", "v1/chat/completions/", "v1/chat/completions")]
    [InlineData("DELETE", "health/", "health")]
    public async Task A_slash_too_many_is_sent_to_the_right_path(string method, string path, string right)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await SendAsync(server, method, path);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"{server.HttpAddress}{right}", 0), (response.StatusCode, response.Headers.Location?.OriginalString, (await response.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task A_redirected_chat_is_answered()
    {
        EmulatorServer server = await StartAsync();
        using HttpClient follows = new();

        using HttpResponseMessage response = await follows.PostAsync(new Uri(server.HttpAddress, "v1/chat/completions/"), new StringContent("""{"synthetic":{"tokens":5},"max_tokens":2}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("POST", "v1/models", "GET")]
    [InlineData("GET", "v1/chat/completions", "POST")]
    [InlineData("PUT", "ping", "GET, POST")]
    public async Task A_method_that_a_path_has_not_is_told_which_it_has(string method, string path, string allowed)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await SendAsync(server, method, path);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, allowed), (response.StatusCode, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal))));
        Assert.Contains("Method Not Allowed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "V1/models", 404)]
    [InlineData("POST", "V1/chat/completions", 404)]
    [InlineData("GET", "v1/models/", 401)]
    public async Task No_spelling_gets_in_without_the_key(string method, string path, int status)
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");

        using HttpResponseMessage response = await SendAsync(server, method, path);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private Task<HttpResponseMessage> SendAsync(EmulatorServer server, string method, string path) => _http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(server.HttpAddress, path)));
}
