using System.Collections.Concurrent;
using System.Net.Sockets;
using Emulator.Api;
using Emulator.Engine;
using Grpc.Core;
using Grpc.Net.Client;
using Inference.V1;
using Tests.Integration.Grpc;

namespace Tests.Integration.Api;

public sealed class KilledClientTests : ServerTests
{
    private const int Streams = 1_000;

    [Fact]
    public async Task After_a_client_of_1000_open_streams_was_killed_the_server_frees_all_serves_on_and_stops()
    {
        EmulatorServer server = await StartAsync("--max-num-seqs 1024 --time-scale 1");
        ConcurrentBag<Socket> sockets = [];
        using (SocketsHttpHandler handler = new() { EnableMultipleHttp2Connections = true, ConnectCallback = ConnectAsync })
        using (GrpcChannel channel = GrpcChannel.ForAddress(server.GrpcAddress, new GrpcChannelOptions { HttpHandler = handler }))
        {
            InferenceService.InferenceServiceClient client = new(channel);
            AsyncServerStreamingCall<CompletionChunk>[] calls = [.. Enumerable.Range(0, Streams).Select(_ => client.StreamChatCompletion(GrpcClient.Synthetic(10, 100_000)))];
            await Task.WhenAll(calls.Select(GrpcClient.NextOf));
            Assert.Equal(Streams, server.Engine.RunningNow);

            // As when its process is killed: no farewell, the connections just break.
            foreach (Socket socket in sockets)
            {
                socket.Close(timeout: 0);
            }

            Array.ForEach(calls, call => call.Dispose());
        }

        Wait.Until(() => server.Engine.Ledger.Read().Cancelled == Streams && server.Engine.State.KvBlocksUsed == 0, "the end of all its requests");
        using GrpcClient other = new(server);
        Assert.Equal(3U, (await other.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 3))).Usage.CompletionTokens);
        await server.DrainAsync(TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(5));
        Expected = new LedgerCounts { Cancelled = Streams, Completed = 1 };

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            sockets.Add(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    [Fact]
    public async Task A_server_that_never_waits_stops_at_once_though_500_streams_are_open()
    {
        EmulatorServer server = await StartAsync("--max-num-seqs 512 --stream-buffer-tokens 100000000");
        using GrpcChannel channel = GrpcChannel.ForAddress(server.GrpcAddress, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        InferenceService.InferenceServiceClient client = new(channel);
        AsyncServerStreamingCall<CompletionChunk>[] calls = [.. Enumerable.Range(0, 500).Select(_ => client.StreamChatCompletion(GrpcClient.Synthetic(10, 130_000)))];
        await Task.WhenAll(calls.Select(GrpcClient.NextOf));

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(8));

        Array.ForEach(calls, call => call.Dispose());
        Expected = server.Engine.Ledger.Read() with { Received = 0 };
        Assert.InRange(Expected.Failed, 1, 500);
    }
}
