using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Emulator;
using Emulator.Api;
using Emulator.Configuration;
using Emulator.Engine;

namespace Tests.Integration;

/// <summary>Several servers in one process: each an engine with ports and books of its own, or all of them on one HTTP port.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const string TwoModels = "- {served-model-name: small}\n- {served-model-name: big, gpu: a100-sxm-80gb, max-model-len: 200}\n- {served-model-name: big, gpu: a100-sxm-80gb, max-model-len: 200}\n";

    private readonly HttpClient _http = new();
    private readonly List<EmulatorFleet> _fleets = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (EmulatorFleet fleet in _fleets)
        {
            await fleet.DrainAsync(TimeSpan.FromSeconds(20));
            await fleet.DisposeAsync();
            Assert.All(fleet.Servers, server => Assert.Equal((0L, 0), (server.Engine.Ledger.InFlight, server.Engine.State.KvBlocksUsed)));
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_replica_answers_on_ports_of_its_own_and_counts_for_itself()
    {
        EmulatorFleet fleet = await StartAsync(("replicas", "3"));

        Assert.Equal(9, fleet.Servers.SelectMany(server => (Uri[])[server.HttpAddress, server.GrpcAddress, server.ControlAddress]).Distinct().Count());
        string[] ids = [.. await Task.WhenAll(fleet.Servers.Select(async server => (await ChatAsync(server.HttpAddress)).GetProperty("id").GetString()!))];

        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(fleet.Servers, server => Assert.Equal(new LedgerCounts { Received = 1, Completed = 1 }, server.Engine.Ledger.Read()));
        string page = await _http.GetStringAsync(new Uri(fleet.Servers[1].HttpAddress, "metrics"));
        Assert.Contains("vllm:request_success_total{engine=\"0\",finished_reason=\"length\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("engine=\"1\"", page, StringComparison.Ordinal);
        Assert.Contains("emulator_replica=\"1\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_one_port_a_request_goes_to_a_replica_of_its_model()
    {
        EmulatorFleet fleet = await StartFileAsync(TwoModels);
        Uri door = Assert.Single(fleet.Servers.Select(server => server.HttpAddress).Distinct());

        Assert.Equal("small", (await ChatAsync(door, "small")).GetProperty("model").GetString());
        Assert.Equal("small", (await ChatAsync(door, model: null)).GetProperty("model").GetString());
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal("big", (await ChatAsync(door, "big")).GetProperty("model").GetString());
        }

        // The two that serve the same model take turns while they are equally idle.
        Assert.Equal([2L, 2L, 2L], fleet.Servers.Select(server => server.Engine.Ledger.Read().Completed));
    }

    [Fact]
    public async Task On_one_port_the_one_with_the_fewest_requests_answers()
    {
        EmulatorFleet fleet = await StartAsync(("replicas", "2"), ("one-http-port", "true"));
        await fleet.Servers[0].Engine.PauseAsync(PauseMode.Keep);
        Uri door = fleet.Servers[0].HttpAddress;
        Task<JsonElement>[] first = [ChatAsync(door), ChatAsync(door)];
        await Task.WhenAny(first);
        Wait.Until(() => fleet.Servers[0].Engine.Ledger.InFlight == 1 && fleet.Servers[1].Engine.Ledger.InFlight == 0, "one of two requests being held");

        for (int i = 0; i < 3; i++)
        {
            await ChatAsync(door);
        }

        Assert.Equal((1L, 4L), (fleet.Servers[0].Engine.Ledger.InFlight, fleet.Servers[1].Engine.Ledger.Read().Completed));
        await fleet.Servers[0].Engine.ResumeAsync();
        await Task.WhenAll(first);
    }

    [Fact]
    public async Task One_port_lists_all_models_and_shows_all_engines()
    {
        EmulatorFleet fleet = await StartFileAsync(TwoModels);
        Uri door = fleet.Servers[0].HttpAddress;
        await ChatAsync(door, "big");

        JsonElement models = await _http.GetFromJsonAsync<JsonElement>(new Uri(door, "v1/models"));
        string page = await _http.GetStringAsync(new Uri(door, "metrics"));

        Assert.Equal(["small", "big"], models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.Equal(200, models.GetProperty("data")[1].GetProperty("max_model_len").GetInt32());
        Assert.All(["0", "1", "2"], engine => Assert.Contains($"vllm:num_requests_running{{engine=\"{engine}\"", page, StringComparison.Ordinal));
        Assert.Equal(1, page.Split('\n').Count(line => line.StartsWith("# TYPE vllm:num_requests_running ", StringComparison.Ordinal)));
        Assert.Equal("{\"server_load\":0}", await _http.GetStringAsync(new Uri(door, "load")));
    }

    [Theory]
    [InlineData("""{"model":"nope","messages":[{"role":"user","content":"hi"}]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"model":"big","messages":[{"role":"user","content":"hi"}],"max_tokens":500}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":"small","model":"big","synthetic":{"tokens":150,"output_tokens":100},"max_tokens":100}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metadata":{"model":"small"},"synthetic":{"tokens":150,"output_tokens":100},"max_tokens":100,"model":"big"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":"big",""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":3,"messages":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task One_port_refuses_as_the_replica_would(string body, HttpStatusCode status)
    {
        EmulatorFleet fleet = await StartFileAsync(TwoModels);

        using HttpResponseMessage response = await PostAsync(fleet.Servers[0].HttpAddress, body);

        Assert.Equal(status, response.StatusCode);
        Assert.NotEqual("", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(1, fleet.Servers.Sum(server => server.Engine.Ledger.Read().Invalid));
    }

    [Fact]
    public async Task One_that_stops_is_passed_over_and_the_port_is_well_while_another_serves()
    {
        EmulatorFleet fleet = await StartAsync(("replicas", "2"), ("one-http-port", "true"));
        Uri door = fleet.Servers[0].HttpAddress;
        await fleet.Servers[0].DrainAsync(TimeSpan.Zero);

        await ChatAsync(door);
        await ChatAsync(door);
        using HttpResponseMessage health = await _http.GetAsync(new Uri(door, "health"));

        Assert.Equal((0L, 2L), (fleet.Servers[0].Engine.Ledger.Received, fleet.Servers[1].Engine.Ledger.Read().Completed));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        await fleet.Servers[1].DrainAsync(TimeSpan.Zero);
        using HttpResponseMessage gone = await _http.GetAsync(new Uri(door, "ping"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, gone.StatusCode);
    }

    [Fact]
    public async Task A_body_of_megabytes_finds_its_replica_and_one_that_is_too_large_does_not()
    {
        EmulatorFleet fleet = await StartFileAsync("- {served-model-name: small}\n- {served-model-name: big}\n", ("max-request-body-size", "6MiB"));
        string long1 = $$"""{"synthetic":{"tokens":9,"output_tokens":1},"metadata":{"a":"{{new string('x', 5 << 20)}}"},"model":"big"}""";

        using HttpResponseMessage taken = await PostAsync(fleet.Servers[0].HttpAddress, long1);
        using HttpResponseMessage refused = await SendAsync(isChunked: false);
        using HttpResponseMessage refusedChunks = await SendAsync(isChunked: true);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (taken.StatusCode, refused.StatusCode, refusedChunks.StatusCode));
        Assert.Equal((0L, 1L), (fleet.Servers[0].Engine.Ledger.Read().Completed, fleet.Servers[1].Engine.Ledger.Read().Completed));

        // One byte too many, so that all is sent before the server hangs up.
        async Task<HttpResponseMessage> SendAsync(bool isChunked)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(fleet.Servers[0].HttpAddress, "v1/chat/completions")) { Content = new StringContent(long1.PadRight((6 << 20) + 1), mediaType: new("application/json")) };
            request.Headers.TransferEncodingChunked = isChunked;
            request.Headers.ExpectContinue = !isChunked;
            return await _http.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_names_the_replica_and_leaves_none_behind()
    {
        EmulatorFleet first = await StartAsync(("replicas", "1"));
        using TemporaryFolder folder = new();
        string path = folder.Write("fleet.yaml", $"- {{}}\n- {{http-port: {first.Servers[0].HttpAddress.Port}}}\n");

        InvalidConfigurationException problem = await Assert.ThrowsAsync<InvalidConfigurationException>(() => StartAsync(("replicas", path)));

        Assert.StartsWith($"replica 1: http-port is {first.Servers[0].HttpAddress.Port}, which another program uses on 127.0.0.1;", problem.Message, StringComparison.Ordinal);
    }

    private async Task<EmulatorFleet> StartFileAsync(string yaml, params (string Name, string Value)[] flags)
    {
        using TemporaryFolder folder = new();
        return await StartAsync([("replicas", folder.Write("fleet.yaml", yaml)), ("one-http-port", "true"), .. flags]);
    }

    private async Task<EmulatorFleet> StartAsync(params (string Name, string Value)[] flags)
    {
        Dictionary<string, string> all = new() { ["time-scale"] = "0", ["grpc-port"] = "0", ["http-port"] = "0", ["admin-grpc-port"] = "0" };
        foreach ((string name, string value) in flags)
        {
            all[name] = value;
        }

        EmulatorFleet fleet = await EmulatorFleet.StartAsync(ServerOptions.ParseReplicas(all));
        _fleets.Add(fleet);
        return fleet;
    }

    private async Task<JsonElement> ChatAsync(Uri door, string? model = null)
    {
        using HttpResponseMessage response = await PostAsync(door, $$"""{"model":{{JsonSerializer.Serialize(model)}},"messages":[{"role":"user","content":"hi"}],"max_tokens":3}""");
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private Task<HttpResponseMessage> PostAsync(Uri door, string body) => _http.PostAsync(new Uri(door, "v1/chat/completions"), new StringContent(body, mediaType: new("application/json")));
}
