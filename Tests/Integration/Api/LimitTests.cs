using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tests.Integration.Api;

/// <summary>What a client may not do over HTTP, and what it hears when it does.</summary>
public sealed class LimitTests : ServerTests
{
    private const string Body = """{"synthetic":{"tokens":100,"output_tokens":3}}""";

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413(bool saysItsLength)
    {
        EmulatorServer server = await StartAsync("--max-request-body-size 1000");
        using HttpRequestMessage request = Chat(server, $"{Body[..^1]},\"user\":\"{new string('u', 2_000)}\"}}");
        request.Headers.TransferEncodingChunked = !saysItsLength;

        using HttpResponseMessage refused = await _http.SendAsync(request);
        using HttpResponseMessage small = await _http.SendAsync(Chat(server, Body));

        await AssertErrorAsync(refused, HttpStatusCode.RequestEntityTooLarge, "Request Entity Too Large", "body_too_large");
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };
    }

    [Theory]
    [InlineData("--h11-max-header-count 20", 25, 1)]
    [InlineData("--h11-max-incomplete-event-size 2000", 1, 2_500)]
    public async Task Headers_over_the_limit_are_431(string limit, int count, int size)
    {
        EmulatorServer server = await StartAsync(limit);
        using HttpRequestMessage request = Chat(server, Body);
        for (int i = 0; i < count; i++)
        {
            request.Headers.Add($"x-{i}", new string('v', size));
        }

        using HttpResponseMessage refused = await _http.SendAsync(request);
        using HttpResponseMessage few = await _http.SendAsync(Chat(server, Body));

        await AssertErrorAsync(refused, HttpStatusCode.RequestHeaderFieldsTooLarge, "Request Header Fields Too Large", "headers_too_large");
        Assert.Equal(HttpStatusCode.OK, few.StatusCode);
        Expected = new LedgerCounts { Completed = 1 };
    }

    /// <summary>Kestrel closes connections that take or send less than 240 bytes/s, and those on which nothing happens for 130 s; the servers that are emulated wait, over HTTP for --keep-alive-timeout.</summary>
    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task No_client_is_too_slow(HttpProtocols protocols)
    {
        await using WebApplication app = await DoorHost.StartAsync(new DoorEndpoint("http-port", IPAddress.Loopback, 0), protocols, _ => { }, _ => { }, CancellationToken.None);

        KestrelServerLimits limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal((null, null), (limits.MinResponseDataRate, limits.MinRequestBodyDataRate));
        Assert.Equal((TimeSpan.FromHours(2), TimeSpan.FromSeconds(20), TimeSpan.FromDays(365)), (limits.Http2.KeepAlivePingDelay, limits.Http2.KeepAlivePingTimeout, limits.KeepAliveTimeout));
    }

    [Fact]
    public async Task Headers_that_do_not_come_are_408()
    {
        EmulatorServer server = await StartAsync("--request-headers-timeout 100ms");
        using TcpClient slow = await ConnectAsync(server);
        await slow.GetStream().WriteAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 408 ", await RestAsync(slow), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_over_the_limit_is_closed_and_one_that_goes_makes_room()
    {
        EmulatorServer server = await StartAsync("--max-connections 1");
        TcpClient first = await ConnectAsync(server);
        await first.GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        Assert.True(await first.GetStream().ReadAsync(new byte[100]) > 0);

        using (TcpClient second = await ConnectAsync(server))
        {
            Assert.Equal("", await RestAsync(second));
        }

        first.Dispose();
        Wait.Until(() => CanAsk(server), "room for another connection");
    }

    [Fact]
    public async Task Over_the_limit_of_requests_in_flight_nobody_gets_in_but_faults_are_told()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-queued-reqs 1");

        Task<HttpResponseMessage> inside = _http.SendAsync(Chat(server, Body));
        await clock.StandsInStepAsync();
        using HttpResponseMessage refused = await _http.SendAsync(Chat(server, Body));
        using HttpResponseMessage unreadable = await _http.SendAsync(Chat(server, "no json"));
        using HttpResponseMessage unknown = await _http.SendAsync(Chat(server, """{"model":"other","synthetic":{"tokens":5}}"""));
        clock.RunFree();

        await AssertErrorAsync(refused, HttpStatusCode.ServiceUnavailable, "ServiceUnavailableError", "max_num_queued_reqs");
        Assert.Equal(HttpStatusCode.OK, (await inside).StatusCode);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (unreadable.StatusCode, unknown.StatusCode));
        Expected = new LedgerCounts { Completed = 1, Rejected = 1, Invalid = 2 };
    }

    [Theory]
    [InlineData("--max-num-queued-reqs 2")]
    [InlineData("--max-waiting-queue-length 2")]
    public async Task Bodies_on_their_way_take_no_place(string limit)
    {
        EmulatorServer server = await StartAsync(limit);
        List<TcpClient> slow = [];
        for (int i = 0; i < 4; i++)
        {
            TcpClient client = await ConnectAsync(server);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"));
            slow.Add(client);
        }

        Wait.Until(() => server.Engine.Ledger.InFlight == 4, "the slow ones");
        using HttpResponseMessage answered = await _http.SendAsync(Chat(server, Body));
        foreach (TcpClient client in slow)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("}".PadLeft(499)));
        }

        Wait.Until(() => server.Engine.Ledger.InFlight == 0, "their end");
        slow.ForEach(client => client.Dispose());

        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Expected = new LedgerCounts { Completed = 1, Invalid = 4 };
    }

    [Fact]
    public async Task While_the_prefill_backlog_is_at_its_limit_nobody_gets_in_and_after_the_first_token_somebody_does()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-queued-tokens 100");

        Task<HttpResponseMessage> inside = _http.SendAsync(Chat(server, Body));
        await clock.StandsInStepAsync();
        Assert.Equal(100, server.Engine.QueuedPromptTokens);
        using HttpResponseMessage refused = await _http.SendAsync(Chat(server, Body));
        clock.EndStep();
        await clock.StandsInStepAsync();
        Assert.Equal(0, server.Engine.QueuedPromptTokens);
        Task<HttpResponseMessage> later = _http.SendAsync(Chat(server, Body));
        Wait.Until(() => server.Engine.Submitted == 2, "the next request");
        clock.RunFree();

        await AssertErrorAsync(refused, HttpStatusCode.ServiceUnavailable, "ServiceUnavailableError", "max_num_queued_tokens");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await inside).StatusCode, (await later).StatusCode));
        Expected = new LedgerCounts { Completed = 2, Rejected = 1 };
    }

    [Fact]
    public async Task A_request_that_goes_before_its_first_token_leaves_no_backlog()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-queued-tokens 100");
        using CancellationTokenSource gone = new();

        Task<HttpResponseMessage> sending = _http.SendAsync(Chat(server, """{"synthetic":{"tokens":20000}}"""), gone.Token);
        await clock.StandsInStepAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => sending);
        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.RunFree();
        Wait.Until(() => server.Engine.Ledger.InFlight == 0, "the end");

        Assert.Equal(0, server.Engine.QueuedPromptTokens);
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    private static HttpRequestMessage Chat(EmulatorServer server, string body) =>
        new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/chat/completions")) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")) };

    private static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string type, string reason)
    {
        JsonElement error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((status, (int)status, type), (response.StatusCode, error.GetProperty("code").GetInt32(), error.GetProperty("type").GetString()));
        Assert.Equal(reason, response.Headers.GetValues("x-outcome-reason").Single());
    }

    private static async Task<TcpClient> ConnectAsync(EmulatorServer server)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, server.HttpAddress.Port);
        return client;
    }

    private static async Task<string> RestAsync(TcpClient client)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        using StreamReader reader = new(client.GetStream());
        try
        {
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (IOException)
        {
            // Closed without a goodbye.
            return "";
        }
    }

    private static bool CanAsk(EmulatorServer server)
    {
        using HttpClient http = new();
        try
        {
            using HttpResponseMessage health = http.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(server.HttpAddress, "health")));
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
