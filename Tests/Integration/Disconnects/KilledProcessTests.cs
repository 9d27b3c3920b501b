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
    public async Task After_kill_9_with_1000_streams_the_step_under_way_is_their_last()
    {
        Assert.SkipUnless(Command.Exists("node"), "node is not installed");
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 1024");
        using Process client = Process.Start(new ProcessStartInfo("node", ["-e", Script, new Uri(server.HttpAddress, "v1/chat/completions").ToString(), Streams.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        Task<string?> open = client.StandardOutput.ReadLineAsync();
        while (!open.IsCompleted)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
        }

        Assert.Equal("open", await open);
        await clock.StandsInStepAsync();
        Assert.Equal(Streams, server.Engine.RunningNow);
        long before = server.Engine.State.Steps;

        // SIGKILL, on systems that have signals.
        client.Kill();
        await client.WaitForExitAsync();

        Wait.Until(() => server.Engine.AbortsAsked == Streams, "all aborts");
        clock.EndStep();
        Wait.Until(() => server.Engine.Ledger.Read().Cancelled == Streams, "the end of all requests");
        Assert.Equal((before + 1, 0), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed));
        clock.RunFree();
        using HttpClient http = new();
        using HttpResponseMessage good = await http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/completions"), new { prompt = "Hi", max_tokens = 2 });
        Assert.True(good.IsSuccessStatusCode);
        Expected = new LedgerCounts { Cancelled = Streams, Completed = 1 };
    }
}
