using System.Net;
using System.Net.Sockets;
using System.Text;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.Api;

/// <summary>What a token costs in memory on its way from the engine's thread over the web server to a client.</summary>
public sealed class TokenAllocationTests : ServerTests
{
    private const int Steps = 500;

    // Nothing is allocated for a token; for what else a process does in the time, there is a little room. An object would be at least 24.
    private const int MostBytes = 12;

    [Fact]
    public async Task A_token_on_its_way_to_an_http_client_allocates_nothing()
    {
        Expected = new LedgerCounts { Cancelled = 1 };
        EmulatorServer server = await StartAsync("--time-scale 1 --latency ttft=1ms,itl=1ms");
        using Socket client = new(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, server.HttpAddress.Port);
        const string Body = """{"prompt":"Hi","max_tokens":100000,"ignore_eos":true,"stream":true}""";
        await client.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        byte[] buffer = new byte[1 << 16];
        await ReadAsync();

        long least = long.MaxValue;
        for (int run = 0; run < 3; run++)
        {
            (long bytes, long steps) = (GC.GetTotalAllocatedBytes(precise: true), server.Engine.State.Steps);
            await ReadAsync();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (server.Engine.State.Steps - steps));
        }

        Assert.InRange(least, 0, MostBytes);

        async Task ReadAsync()
        {
            for (long end = server.Engine.State.Steps + Steps; server.Engine.State.Steps < end;)
            {
                if (await client.ReceiveAsync(buffer.AsMemory()) == 0)
                {
                    throw new EndOfStreamException();
                }
            }
        }
    }
}
