using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Emulator.Api;
using Emulator.Engine;
using Tests.Integration.Clients;

namespace Tests.Integration.Disconnects;

/// <summary>A client's process that is killed with all its streams open.</summary>
public sealed class KilledProcessTests : ServerTests
{
    private const int Streams = 1_000;

    private const string Script = """
        const http = require('http');
        const [address, count] = process.argv.slice(1);
        const agent = new http.Agent({ maxSockets: Infinity });
        const body = JSON.stringify({ synthetic: { tokens: 10, output_tokens: 100000 }, stream: true });
        let open = 0;
        for (let i = 0; i < count; i++) {
          const request = http.request(address, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': body.length } });
          request.on('response', (response) => { response.once('data', () => { if (++open == count) console.log('open'); }); response.on('data', () => {}); });
          request.end(body);
        }
        """;

    [Fact]
    public async Task After_kill_9_with_1000_streams_all_kv_is_free_and_the_server_serves_on()
    {
        Assert.SkipUnless(Command.Exists("node"), "node is not installed");
        EmulatorServer server = await StartAsync("--max-num-seqs 1024 --time-scale 1");
        using Process client = Process.Start(new ProcessStartInfo("node", ["-e", Script, new Uri(server.HttpAddress, "v1/chat/completions").ToString(), Streams.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        Assert.Equal("open", await client.StandardOutput.ReadLineAsync());
        Assert.Equal(Streams, server.Engine.RunningNow);

        // SIGKILL, on systems that have signals.
        client.Kill();
        await client.WaitForExitAsync();

        Wait.Until(() => server.Engine.AbortsAsked == Streams, "all aborts");
        long steps = server.Engine.State.Steps;
        Wait.Until(() => server.Engine.Ledger.Read().Cancelled == Streams && server.Engine.State.KvBlocksUsed == 0, "the end of all requests");
        Assert.InRange(server.Engine.State.Steps - steps, 0, 2);
        using HttpClient http = new();
        using HttpResponseMessage good = await http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/completions"), new { prompt = "Hi", max_tokens = 2 });
        Assert.True(good.IsSuccessStatusCode);
        Expected = new LedgerCounts { Cancelled = Streams, Completed = 1 };
    }
}
