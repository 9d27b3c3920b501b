using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.BadInput;

/// <summary>Names of requests that are text, but that no header can hold.</summary>
public sealed class OddNameTests : ServerTests
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });

    [Theory]
    [InlineData("plain 7%", "plain 7%")]
    [InlineData("ü😀", "%C3%BC%F0%9F%98%80")]
    [InlineData("a\r\nSet-Cookie: b", "a%0D%0ASet-Cookie%3A%20b")]
    [InlineData("a\0b", "a%00b")]
    [InlineData("\u007f", "%7F")]
    public async Task A_name_in_the_body_stays_what_it_is_there_and_is_encoded_in_the_header(string id, string header)
    {
        EmulatorServer server = await StartAsync("--enable-request-id-headers true");

        using HttpResponseMessage whole = await _http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/completions"), new { prompt = "Hi", max_tokens = 2, request_id = id });
        using HttpResponseMessage stream = await _http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/completions"), new { prompt = "Hi", max_tokens = 2, request_id = id, stream = true });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, stream.StatusCode));
        Assert.Equal([header, header], new[] { whole, stream }.Select(response => response.Headers.GetValues("X-Request-Id").Single()));
        Assert.False(whole.Headers.Contains("Set-Cookie"));
        Assert.Equal($"cmpl-{id}", JsonDocument.Parse(await whole.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString());
        Assert.EndsWith("data: [DONE]\n\n", await stream.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Theory]
    [InlineData("--enable-request-id-headers true", 8_192, true)]
    [InlineData("--enable-request-id-headers true", 8_193, false)]
    [InlineData("--behave-as openai", 128, true)]
    [InlineData("--behave-as openai", 129, false)]
    public async Task A_name_that_is_too_long_is_not_repeated_and_another_is_made(string options, int length, bool isRepeated)
    {
        EmulatorServer server = await StartAsync(options);
        string name = new('n', length);
        using HttpRequestMessage page = new(HttpMethod.Get, new Uri(server.HttpAddress, "v1/models"));
        using HttpRequestMessage text = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/completions")) { Content = JsonContent.Create(new { model = "Llama-3.1-8B", prompt = "Hi", max_tokens = 2 }) };
        page.Headers.Add("X-Request-Id", name);
        text.Headers.Add("X-Request-Id", name);

        using HttpResponseMessage models = await _http.SendAsync(page);
        using HttpResponseMessage answer = await _http.SendAsync(text);

        Assert.Equal((HttpStatusCode.OK, isRepeated ? HttpStatusCode.OK : HttpStatusCode.BadRequest), (models.StatusCode, answer.StatusCode));
        Assert.All([models, answer], response => Assert.Matches(isRepeated ? $"^{name}$" : "^[0-9a-f]{32}$", response.Headers.GetValues("X-Request-Id").Single()));
        Expected = isRepeated ? new LedgerCounts { Completed = 1 } : new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task Users_and_names_in_bodies_may_be_long()
    {
        EmulatorServer server = await StartAsync("--scheduling-policy fair");
        string name = new('n', 8_192);

        using HttpResponseMessage response = await _http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/completions"), new { prompt = "Hi", max_tokens = 2, request_id = name, user = new string('u', 1 << 20) });

        Assert.Equal($"cmpl-{name}", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_name_in_a_header_is_no_reason_to_fail_when_the_request_is_refused()
    {
        EmulatorServer server = await StartAsync("--enable-request-id-headers true");
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/completions")) { Content = JsonContent.Create(new { prompt = "Hi", max_tokens = 0 }) };
        request.Headers.Add("X-Request-Id", "ü");

        using HttpResponseMessage response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("%C3%BC", response.Headers.GetValues("X-Request-Id").Single());
        Expected = new LedgerCounts { Invalid = 1 };
    }
}
