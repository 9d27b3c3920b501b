using System.Net.Sockets;
using System.Text;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.Disconnects;

/// <summary>A client that goes, at any point and through any door, frees its KV in the first step after the server has seen it go. Counted in engine steps.</summary>
public sealed class DisconnectTests : ServerTests
{

    public static TheoryData<string> Doors => [.. Caller.Doors];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task In_prefill(string door)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync($"{ServerFor(door)} --max-num-seqs 4 --max-num-batched-tokens 512");
        IDisposable client = Caller.Ask(door, server, prompt: 5_000, output: 10);
        await clock.StandsInStepAsync();
        clock.EndStep();
        await clock.StandsInStepAsync();
        Assert.NotEqual(0, server.Engine.State.KvBlocksUsed);

        client.Dispose();

        await EndsInThisStepAsync(server, clock, Caller.RequestsOf(door));
        Assert.Equal(2, server.Engine.State.Steps);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task In_decode(string door)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync($"{ServerFor(door)} --max-num-seqs 4");
        IDisposable client = Caller.Ask(door, server, prompt: 100, output: 50);
        for (int step = 0; step < 5; step++)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
        }

        await clock.StandsInStepAsync();
        long before = server.Engine.State.Steps;

        client.Dispose();

        await EndsInThisStepAsync(server, clock, Caller.RequestsOf(door));
        Assert.Equal(before + 1, server.Engine.State.Steps);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task In_the_queue(string door)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync($"{ServerFor(door)} --max-num-seqs 1");
        using IDisposable inside = Caller.Ask("gRPC stream", server, prompt: 100, output: 1_000);
        await clock.StandsInStepAsync();
        int requests = Caller.RequestsOf(door);
        IDisposable client = Caller.Ask(door, server, prompt: 100, output: 10);
        Wait.Until(() => server.Engine.Submitted == 1 + requests, "the requests in the queue");
        for (int step = 0; step < 2; step++)
        {
            clock.EndStep();
            await clock.StandsInStepAsync();
        }

        Assert.Equal((1, requests), (server.Engine.State.Running, server.Engine.State.Waiting));
        long before = server.Engine.State.Steps;
        List<long> endedAfter = [];
        server.Engine.EndListener += _ => endedAfter.Add(server.Engine.State.Steps);

        client.Dispose();

        Wait.Until(() => server.Engine.AbortsAsked == requests, "the abort");
        clock.EndStep();
        await clock.StandsInStepAsync();
        Assert.Equal(Enumerable.Repeat(before + 1, requests), endedAfter);
        Assert.Equal(requests, server.Engine.Ledger.Read().Cancelled);
        inside.Dispose();
        while (server.Engine.Ledger.Read().Cancelled == requests)
        {
            clock.EndStep();
            await Task.Delay(1);
        }

        Expected = new LedgerCounts { Cancelled = 1 + requests };
    }

    // Streams of vllm.Inference run on under vllm, as VllmDroppedStreamTests has it; requests by size are no OpenAI's.
    private static string ServerFor(string door) => $"--behave-as {(door.StartsWith("HTTP", StringComparison.Ordinal) ? "vllm" : "strict")} --max-waiting-queue-length 10";

    [Theory]
    [InlineData("")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-")]
    public async Task Before_its_headers_are_there(string sent)
    {
        EmulatorServer server = await StartAsync();

        await SendAndGoAsync(server.HttpAddress, sent);
        await SendAndGoAsync(server.GrpcAddress, sent);

        Assert.Equal((0L, 0L), (server.Engine.Ledger.Received, server.Engine.State.Steps));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"messages\":[")]
    public async Task Before_its_body_is_there(string sent)
    {
        EmulatorServer server = await StartAsync();

        await SendAndGoAsync(server.HttpAddress, $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{sent}", () => server.Engine.Ledger.Received == 1);

        Wait.Until(() => server.Engine.Ledger.Read().Cancelled == 1, "the end");
        Assert.Equal(0, server.Engine.State.Steps);
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task While_the_server_cannot_write_to_it()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 4");
        IDisposable client = Caller.Ask("HTTP stream", server, prompt: 10, output: 100_000);

        // More than the buffers of both sides hold, at some 200 bytes a token.
        for (int step = 0; step < 60_000; step++)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
        }

        await clock.StandsInStepAsync();
        client.Dispose();

        await EndsInThisStepAsync(server, clock, requests: 1);
        Assert.Equal(60_001, server.Engine.State.Steps);
    }

    // The server stands in a step: at its end, before another begins, they are gone.
    private async Task EndsInThisStepAsync(EmulatorServer server, SteppedClock clock, int requests)
    {
        TaskCompletionSource<int> held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = requests;
        server.Engine.EndListener += _ =>
        {
            if (--left == 0)
            {
                held.SetResult(server.Engine.State.KvBlocksUsed);
            }
        };
        Wait.Until(() => server.Engine.AbortsAsked >= requests, "the abort");
        clock.EndStep();
        Assert.Equal(0, await held.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Expected = new LedgerCounts { Cancelled = requests };
    }

    private static async Task SendAndGoAsync(Uri server, string text, Func<bool>? seen = null)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        if (seen is not null)
        {
            Wait.Until(seen, "the request");
        }

        socket.Close(timeout: 0);
    }
}
