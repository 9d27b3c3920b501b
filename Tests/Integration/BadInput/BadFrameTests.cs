using System.Buffers.Binary;
using Emulator.Api;
using Emulator.Engine;
using Tests.Integration.Grpc;

namespace Tests.Integration.BadInput;

/// <summary>Bytes on the gRPC port that break the rules of HTTP/2: the connection ends, and nobody else notices.</summary>
public sealed class BadFrameTests : ServerTests
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Priority = 2;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte PushPromise = 5;
    private const byte Ping = 6;
    private const byte WindowUpdate = 8;
    private const byte Continuation = 9;

    private static readonly byte[] s_preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    // :method POST, :scheme http, :path /index.html, all from the static table.
    private static readonly byte[] s_headers = [0x83, 0x86, 0x85];

    public static TheoryData<string, byte[]> Connections => new()
    {
        { "nothing", [] },
        { "noise", [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 31))] },
        { "a request of HTTP/1.1", [.. "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"u8] },
        { "half a preface", [.. s_preface[..10]] },
        { "a preface and noise", [.. s_preface, .. Enumerable.Range(0, 500).Select(i => (byte)(i * 31))] },
        { "half a frame", [.. s_preface, 0, 0, 9, 0] },
        { "a frame of 16 MB", [.. s_preface, 0xff, 0xff, 0xff, Data, 0, 0, 0, 0, 1] },
        { "data of a stream that is not open", [.. s_preface, .. Frame(Data, 0, 1, [1, 2, 3])] },
        { "data of stream 0", [.. s_preface, .. Frame(Data, 0, 0, [1, 2, 3])] },
        { "headers of an even stream", [.. s_preface, .. Frame(Headers, 5, 2, s_headers)] },
        { "headers of an earlier stream", [.. s_preface, .. Frame(Headers, 5, 9, s_headers), .. Frame(Headers, 5, 3, s_headers)] },
        { "headers that cannot be unpacked", [.. s_preface, .. Frame(Headers, 5, 1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])] },
        { "headers with more padding than there is", [.. s_preface, .. Frame(Headers, 0x0d, 1, [200, .. s_headers])] },
        { "headers without a path", [.. s_preface, .. Frame(Headers, 5, 1, [0x83, 0x86])] },
        { "headers that never end", [.. s_preface, .. Frame(Headers, 0, 1, s_headers), .. Enumerable.Repeat(Frame(Continuation, 0, 1, [0x00, 1, (byte)'a', 1, (byte)'b']), 50_000).SelectMany(frame => frame)] },
        { "a continuation of nothing", [.. s_preface, .. Frame(Continuation, 4, 1, s_headers)] },
        { "settings of an odd length", [.. s_preface, .. Frame(Settings, 0, 0, [1, 2, 3])] },
        { "settings with a window beyond all numbers", [.. s_preface, .. Frame(Settings, 0, 0, [0, 4, 0xff, 0xff, 0xff, 0xff])] },
        { "settings of a stream", [.. s_preface, .. Frame(Settings, 0, 1, [])] },
        { "10,000 settings", [.. s_preface, .. Enumerable.Repeat(Frame(Settings, 0, 0, [0, 4, 0, 1, 0, 0]), 10_000).SelectMany(frame => frame)] },
        { "10,000 pings", [.. s_preface, .. Enumerable.Repeat(Frame(Ping, 0, 0, new byte[8]), 10_000).SelectMany(frame => frame)] },
        { "a ping of a wrong length", [.. s_preface, .. Frame(Ping, 0, 0, new byte[3])] },
        { "a window of nothing", [.. s_preface, .. Frame(WindowUpdate, 0, 0, new byte[4])] },
        { "a window beyond all numbers", [.. s_preface, .. Frame(WindowUpdate, 0, 0, [0x7f, 0xff, 0xff, 0xff])] },
        { "a promise from the client", [.. s_preface, .. Frame(PushPromise, 4, 1, [0, 0, 0, 2, .. s_headers])] },
        { "a stream that depends on itself", [.. s_preface, .. Frame(Priority, 0, 1, [0, 0, 0, 1, 0])] },
        { "a reset of a stream that never was", [.. s_preface, .. Frame(Reset, 0, 1, [0, 0, 0, 8])] },
        { "10,000 streams that are reset as they open", [.. s_preface, .. Enumerable.Range(0, 10_000).SelectMany(i => (byte[])[.. Frame(Headers, 5, (2 * i) + 1, s_headers), .. Frame(Reset, 0, (2 * i) + 1, [0, 0, 0, 8])])] },
        { "a kind of frame that is none", [.. s_preface, .. Frame(0xee, 0xff, 1, [1, 2, 3])] },
    };

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task The_connection_ends_and_others_are_served(string name, byte[] bytes)
    {
        EmulatorServer server = await StartAsync();

        byte[] answer = await RawRequest.SendAsync(server.GrpcAddress, bytes, halfCloses: true);

        Assert.True(answer.Length < 10_000_000, name);
        using GrpcClient client = new(server);
        Assert.Equal(3U, (await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 3))).Usage.CompletionTokens);
        Expected = new LedgerCounts { Completed = 1 };
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        byte[] frame = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        return frame;
    }
}
