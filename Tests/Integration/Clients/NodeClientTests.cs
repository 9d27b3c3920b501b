using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.Clients;

/// <summary>Client libraries from npm, unmodified: the scripts of <c>Tests/Clients</c>, one scenario a test.</summary>
public sealed class NodeClientTests : ServerTests
{
    private const string NamesRequests = "--enable-request-id-headers true";
    private const string CallsTools = "--enable-auto-tool-choice true --tool-call-parser hermes";
    private const string RealTime = "--time-scale 1";

    private static readonly string s_folder = Path.Combine(SharedData.RepositoryRoot, "Tests", "Clients");

    [Theory]
    [InlineData("openai", "chat", NamesRequests, 1)]
    [InlineData("openai", "stream", "", 2)]
    [InlineData("openai", "answers", "", 2)]
    [InlineData("openai", "text", "", 4)]
    [InlineData("openai", "tools", CallsTools, 2)]
    [InlineData("openai", "streamedTools", $"{CallsTools} {RealTime}", 1)]
    [InlineData("openai", "json", "", 2)]
    [InlineData("openai", "models", "--behave-as openai", 0)]
    [InlineData("openai", "chat", "--behave-as openai", 1)]
    [InlineData("openai", "stream", "--behave-as openai", 2)]
    [InlineData("openai", "tools", "--behave-as openai", 2)]
    [InlineData("openai", "streamedTools", $"--behave-as strict {RealTime}", 1)]
    [InlineData("agent", "chat", "", 1)]
    [InlineData("agent", "stream", "", 2)]
    [InlineData("agent", "tools", CallsTools, 2)]
    [InlineData("agent", "streamedTools", CallsTools, 2)]
    [InlineData("agent", "json", "", 1)]
    [InlineData("agent", "tools", "--behave-as openai", 2)]
    [InlineData("grpc", "chat", "", 1)]
    [InlineData("grpc", "stream", "", 2)]
    [InlineData("grpc", "reflection", "", 1)]
    [InlineData("grpc", "vllm", "", 2)]
    [InlineData("grpc", "models", "", 0)]
    [InlineData("grpc", "tokens", "", 0)]
    public async Task A_client_gets_what_it_asks_for(string client, string scenario, string options, long completed)
    {
        await PlayAsync(client, scenario, await StartAsync(options));

        Expected = new LedgerCounts { Completed = completed };
    }

    [Theory]
    [InlineData("openai", 3)]
    [InlineData("agent", 1)]
    [InlineData("grpc", 3)]
    public async Task A_client_understands_why_it_is_refused(string client, long invalid)
    {
        await PlayAsync(client, "errors", await StartAsync(NamesRequests));

        Expected = new LedgerCounts { Invalid = invalid };
    }

    [Fact]
    public async Task A_client_without_the_key_stays_outside()
    {
        await PlayAsync("openai", "key", await StartAsync("--api-key swordfish"));

        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };
    }

    [Fact]
    public async Task A_client_hears_of_a_failure_inside_a_stream()
    {
        await PlayAsync("openai", "failure", await StartAsync());

        Expected = new LedgerCounts { TimedOut = 1 };
    }

    [Theory]
    [InlineData("openai", "vllm")]
    [InlineData("openai", "openai")]
    [InlineData("agent", "vllm")]
    [InlineData("agent", "openai")]
    [InlineData("grpc", "vllm")]
    public async Task A_client_that_is_turned_away_comes_again(string client, string behaveAs)
    {
        SkipUnlessInstalled();
        EmulatorServer server = await StartAsync($"--max-num-queued-reqs 1 --behave-as {behaveAs}");
        await server.Engine.PauseAsync(PauseMode.Keep);
        Task<HttpResponseMessage> inside = OccupyAsync(server);

        Task playing = PlayAsync(client, "retry", server);
        Wait.Until(() => server.Engine.Ledger.Read().Rejected > 0 || playing.IsCompleted, "a refusal");
        await server.Engine.ResumeAsync();
        await playing;

        (await inside).Dispose();
        long rejected = server.Engine.Ledger.Read().Rejected;
        Assert.InRange(rejected, 1, 4);
        Expected = new LedgerCounts { Completed = 2, Rejected = rejected };
    }

    // A stream that nobody ends runs on under vllm; its own control service ends it.
    [Fact]
    public async Task A_client_has_a_stream_of_vllms_service_aborted()
    {
        await PlayAsync("grpc", "vllmAbort", await StartAsync(RealTime));

        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("agent")]
    [InlineData("grpc")]
    public async Task A_client_goes_in_the_middle_of_a_stream(string client)
    {
        EmulatorServer server = await StartAsync(RealTime);

        await PlayAsync(client, "abort", server);

        Expected = new LedgerCounts { Cancelled = 1 };
    }

    private static async Task<HttpResponseMessage> OccupyAsync(EmulatorServer server)
    {
        using HttpClient http = new();
        Task<HttpResponseMessage> asked = http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), new StringContent("""{"model":"Llama-3.1-8B","prompt":"Hello","max_tokens":1}""", mediaType: new("application/json")));
        Wait.Until(() => server.Engine.Ledger.InFlight == 1, "a request that waits");
        return await asked;
    }

    private static void SkipUnlessInstalled()
    {
        Assert.SkipUnless(Command.Exists("node"), "node is not installed");
        Assert.SkipUnless(Directory.Exists(Path.Combine(s_folder, "node_modules")), "the client libraries are not installed: npm ci in Tests/Clients");
    }

    private static async Task PlayAsync(string client, string scenario, EmulatorServer server)
    {
        SkipUnlessInstalled();
        string address = client == "grpc" ? server.GrpcAddress.Authority : server.HttpAddress.ToString();

        Command.Result result = await Command.RunAsync("node", Path.Combine(s_folder, "run.mjs"), client, scenario, address);

        Assert.True(result.ExitCode == 0, $"{client}.mjs {scenario}: {result.Error}{result.Output}");
    }
}
