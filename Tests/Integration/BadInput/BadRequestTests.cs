using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.BadInput;

/// <summary>What is no request of HTTP/1.1, or one to nowhere.</summary>
public sealed class BadRequestTests : ServerTests
{
    private const string Post = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    private const string Good = """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":2}""";

    private readonly HttpClient _http = new();

    /// <summary>Name, bytes, the status (0 = the connection is just closed), and how many requests the books have as invalid.</summary>
    public static TheoryData<string, string, int, int> Requests => new()
    {
        { "no HTTP", "hello\r\n\r\n", 400, 0 },
        { "a hello of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400, 0 },
        { "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0, 0 },
        { "a method alone", "GET\r\n\r\n", 400, 0 },
        { "no version", "GET /health\r\n\r\n", 400, 0 },
        { "version 9", "GET /health HTTP/9.9\r\nHost: x\r\n\r\n", 505, 0 },
        { "a path with a blank", "GET /he alth HTTP/1.1\r\nHost: x\r\n\r\n", 400, 0 },
        { "a path with a NUL", "GET /he\0alth HTTP/1.1\r\nHost: x\r\n\r\n", 400, 0 },
        { "no host", "GET /health HTTP/1.1\r\n\r\n", 400, 0 },
        { "two hosts", "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, 0 },
        { "a host that is none", "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n", 400, 0 },
        { "a header without a colon", "GET /health HTTP/1.1\r\nHost: x\r\nhello\r\n\r\n", 400, 0 },
        { "a header with a blank before its colon", "GET /health HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400, 0 },
        { "a header without a name", "GET /health HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400, 0 },
        { "a header with a NUL", "GET /health HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n", 400, 0 },
        { "a folded header", "GET /health HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400, 0 },
        { "a length below 0", $"{Post}Content-Type: application/json\r\nContent-Length: -1\r\n\r\n{{}}", 400, 0 },
        { "a length that is no number", $"{Post}Content-Length: many\r\n\r\n{{}}", 400, 0 },
        { "a length beyond all numbers", $"{Post}Content-Length: 99999999999999999999\r\n\r\n{{}}", 400, 0 },
        { "a length over the limit", $"{Post}Content-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n{{}}", 413, 1 },
        { "two lengths", $"{Post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}", 400, 0 },
        { "an encoding that is none", $"{Post}Transfer-Encoding: banana\r\n\r\n{{}}", 400, 0 },
        { "chunks of no size", $"{Post}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n", 400, 1 },
        { "a chunk beyond all numbers", $"{Post}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{{}}\r\n0\r\n\r\n", 400, 1 },
        { "a chunk longer than it says", $"{Post}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{}}\r\n0\r\n\r\n", 400, 1 },
        { "no body", $"{Post}Content-Type: application/json\r\n\r\n", 400, 1 },
        { "no type", $"{Post}Content-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "text", $"{Post}Content-Type: text/plain\r\nContent-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "a form", $"{Post}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b", 400, 1 },
        { "a type that is none", $"{Post}Content-Type: ;;;\r\nContent-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "gzip that is none", $"{Post}Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 400, 1 },
        { "a timeout that is no number", $"{Post}Content-Type: application/json\r\nX-Request-Timeout: soon\r\nContent-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "a timeout below 0", $"{Post}Content-Type: application/json\r\nX-Request-Timeout: -1\r\nContent-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "a timeout of NaN", $"{Post}Content-Type: application/json\r\nX-Request-Timeout: NaN\r\nContent-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "an id of 1 MB", $"{Post}Content-Type: application/json\r\nX-Request-Id: {new string('i', 1 << 20)}\r\nContent-Length: {Good.Length}\r\n\r\n{Good}", 400, 1 },
        { "300 headers", $"{Post}{string.Concat(Enumerable.Range(0, 300).Select(i => $"x-{i}: y\r\n"))}\r\n", 431, 0 },
        { "10,000 headers", $"{Post}{string.Concat(Enumerable.Range(0, 10_000).Select(i => $"x-{i}: y\r\n"))}\r\n", 431, 0 },
        { "a path of 1 MB", $"GET /{new string('p', 1 << 20)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, 0 },
        { "a path of 9 MB", $"GET /{new string('p', 9 << 20)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 414, 0 },
        { "nowhere", "GET /v2/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, 0 },
        { "a way up", "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, 0 },
        { "a model's page of 1 MB", $"GET /v1/models/{new string('m', 1 << 20)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, 0 },
        { "GET of what is asked by POST", "GET /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405, 0 },
        { "POST of what is read", "POST /v1/models HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405, 0 },
        { "a method of one's own", "BREW /v1/models HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405, 0 },
        { "the wish for a web socket", "GET /v1/realtime HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n", 404, 0 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task It_is_refused_with_its_status_and_the_server_serves_on(string name, string bytes, int status, int invalid)
    {
        EmulatorServer server = await StartAsync();

        (int answered, string answer) = await RawRequest.SendAsync(server.HttpAddress, bytes, halfCloses: false);

        Assert.True(status == answered, $"{name}: {answer[..Math.Min(answer.Length, 300)]}");
        using HttpResponseMessage good = await _http.PostAsync(new Uri(server.HttpAddress, "v1/chat/completions"), new StringContent(Good, mediaType: new("application/json")));
        Assert.True(good.IsSuccessStatusCode);
        Expected = new LedgerCounts { Invalid = invalid, Completed = 1 };
    }

    [Theory]
    [InlineData("Content-Length: 200\r\n\r\n" + Good)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    [InlineData("Content-Length: 2\r\n\r\n")]
    public async Task Who_says_no_more_in_the_middle_of_a_body_has_gone(string rest)
    {
        EmulatorServer server = await StartAsync();

        (int answered, _) = await RawRequest.SendAsync(server.HttpAddress, $"{Post}Content-Type: application/json\r\n{rest}", halfCloses: true);

        Assert.Equal(0, answered);
        Wait.Until(() => server.Engine.Ledger.Read().Cancelled == 1, "the end of the request");
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\rHost: x\r\r")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost:")]
    public async Task Who_says_no_more_in_the_middle_of_the_headers_was_never_there(string bytes)
    {
        EmulatorServer server = await StartAsync();

        await RawRequest.SendAsync(server.HttpAddress, bytes, halfCloses: true);

        Assert.Equal(0, server.Engine.Ledger.Received);
    }
}
