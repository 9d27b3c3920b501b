using Emulator.Api;

namespace Tests.Integration.OpenAi;

/// <summary>What pages of other origins are told, header by header as Starlette's CORSMiddleware has it.</summary>
public sealed class CrossOriginTests : ServerTests
{
    private const string Origin = "Origin: https://a.example";
    private const string Asks = "Access-Control-Request-Method: POST";
    private const string AllMethods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private readonly HttpClient _http = new();

    /// <summary>Options, request headers, status, body, and the answer's headers in the order: origin, methods, headers, credentials, max-age, vary.</summary>
    public static TheoryData<string, string, int, string, string> Questions => new()
    {
        { "", $"{Origin}|{Asks}", 200, "OK", $"*|{AllMethods}|||600|" },
        { "", $"{Origin}|{Asks}|Access-Control-Request-Headers: authorization, x-mine", 200, "OK", $"*|{AllMethods}|authorization, x-mine||600|" },
        { "", $"{Origin}|Access-Control-Request-Method: BREW", 400, "Disallowed CORS method", $"*|{AllMethods}|||600|" },
        { "", $"{Origin}|{Asks}|Access-Control-Request-Private-Network: true", 400, "Disallowed CORS private-network", $"*|{AllMethods}|||600|" },
        { "--allow-credentials true", $"{Origin}|{Asks}", 200, "OK", $"https://a.example|{AllMethods}||true|600|Origin" },
        { """--allowed-origins ["https://a.example","https://c.example"]""", $"{Origin}|{Asks}", 200, "OK", $"https://a.example|{AllMethods}|||600|Origin" },
        { """--allowed-origins ["https://b.example"]""", $"{Origin}|{Asks}", 400, "Disallowed CORS origin", $"|{AllMethods}|||600|Origin" },
        { """--allowed-methods ["GET","POST"]""", $"{Origin}|{Asks}", 200, "OK", "*|GET, POST|||600|" },
        {
            """--allowed-methods ["GET"] --allowed-headers ["X-Mine"] --allowed-origins ["https://b.example"]""",
            $"{Origin}|{Asks}|Access-Control-Request-Headers: x-other",
            400,
            "Disallowed CORS origin, method, headers",
            "|GET|Accept, Accept-Language, Content-Language, Content-Type, X-Mine||600|Origin"
        },
        {
            """--allowed-headers ["X-Mine"]""",
            $"{Origin}|{Asks}|Access-Control-Request-Headers: content-type,x-mine",
            200,
            "OK",
            $"*|{AllMethods}|Accept, Accept-Language, Content-Language, Content-Type, X-Mine||600|"
        },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_before_a_request_is_answered(string options, string headers, int status, string body, string answer)
    {
        EmulatorServer server = await StartAsync($"--api-key swordfish {options}");

        foreach (string path in new[] { "v1/chat/completions", "nothing" })
        {
            using HttpResponseMessage response = await SendAsync(server, HttpMethod.Options, path, headers);

            Assert.Equal((status, body, "text/plain; charset=utf-8"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString()));
            Assert.Equal(body.Length, response.Content.Headers.ContentLength);
            Assert.Equal(answer, Told(response));
        }
    }

    [Theory]
    [InlineData("", Origin, 200, "*|||||")]
    [InlineData("", "", 200, "|||||")]
    [InlineData("", Origin + "|Cookie: a=b", 200, "https://a.example|||||Origin")]
    [InlineData("--allow-credentials true", Origin, 200, "*|||true||")]
    [InlineData("""--allowed-origins ["https://a.example"] --allow-credentials true""", Origin, 200, "https://a.example|||true||Origin")]
    [InlineData("""--allowed-origins ["https://b.example"]""", Origin, 200, "|||||")]
    [InlineData("--api-key swordfish", Origin, 401, "|||||")]
    public async Task A_request_is_answered_to_whom_it_may_concern(string options, string headers, int status, string answer)
    {
        EmulatorServer server = await StartAsync(options);

        using HttpResponseMessage response = await SendAsync(server, HttpMethod.Get, "v1/models", headers);

        Assert.Equal((status, answer), ((int)response.StatusCode, Told(response)));
    }

    [Fact]
    public async Task An_error_may_be_read_too()
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage nowhere = await SendAsync(server, HttpMethod.Get, "nothing", Origin);
        using HttpResponseMessage noQuestion = await SendAsync(server, HttpMethod.Options, "v1/models", Origin);

        Assert.Equal((404, "*|||||", 405, "*|||||"), ((int)nowhere.StatusCode, Told(nowhere), (int)noQuestion.StatusCode, Told(noQuestion)));
    }

    private static string Told(HttpResponseMessage response) => string.Join('|', new[]
    {
        "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Allow-Credentials", "Access-Control-Max-Age", "Vary",
    }.Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : ""));

    private async Task<HttpResponseMessage> SendAsync(EmulatorServer server, HttpMethod method, string path, string headers)
    {
        using HttpRequestMessage request = new(method, new Uri(server.HttpAddress, path));
        foreach (string header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = header.Split(": ", 2);
            request.Headers.TryAddWithoutValidation(sides[0], sides[1]);
        }

        return await _http.SendAsync(request);
    }
}
