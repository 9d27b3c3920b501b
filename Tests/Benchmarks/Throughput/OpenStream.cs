using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Throughput;

/// <summary>One client: a connection, a request on it, and the events of the answer counted as they arrive. Does as little as it can, since it runs beside the server.</summary>
internal sealed class OpenStream : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<long> _arrivals;

    /// <param name="expectedEvents">About how many events come.</param>
    public OpenStream(int expectedEvents) => _arrivals = new List<long>(expectedEvents + 4);

    /// <summary>When the request was sent, in <see cref="Stopwatch"/> ticks.</summary>
    public long SentAt { get; private set; }

    /// <summary>When each read that ended events came, in ticks, once for each event in it; read only after the end.</summary>
    public IReadOnlyList<long> Arrivals => _arrivals;

    /// <summary>When the first event came, in ticks; 0 before.</summary>
    public long FirstEventAt { get; private set; }

    /// <summary>Events so far.</summary>
    public int Events => Volatile.Read(ref _events);

    private int _events;

    /// <summary>The answer's status; 0 before it came.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the last event was the end of a stream.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Connects.</summary>
    public Task ConnectAsync(Uri server) => _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));

    /// <summary>Sends the request and reads the answer to its end.</summary>
    public async Task RunAsync(byte[] request)
    {
        SentAt = Stopwatch.GetTimestamp();
        await _socket.SendAsync(request);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4_096);
        bool endsInNewline = false;
        while (true)
        {
            int read = await _socket.ReceiveAsync(buffer.AsMemory());
            if (read == 0)
            {
                break;
            }

            Take(buffer.AsSpan(0, read), ref endsInNewline);
            if (HasEnd || (Status is not (0 or 200)))
            {
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>A request as bytes.</summary>
    public static byte[] Request(Uri server, string body) => Encoding.ASCII.GetBytes(
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer x\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public void Dispose() => _socket.Dispose();

    private void Take(ReadOnlySpan<byte> bytes, ref bool endsInNewline)
    {
        if (Status == 0)
        {
            Status = int.Parse(bytes.Slice(9, 3));
            int head = bytes.IndexOf("\r\n\r\n"u8);
            bytes = head < 0 ? [] : bytes[(head + 4)..];
        }

        long now = Stopwatch.GetTimestamp();
        HasEnd |= bytes.IndexOf("[DONE]"u8) >= 0;
        int events = endsInNewline && bytes is [(byte)'\n', ..] ? 1 : 0;
        events += bytes.Count("\n\n"u8);
        endsInNewline = bytes is [.., (byte)'\n'] and not [.., (byte)'\n', (byte)'\n'];
        for (int i = 0; i < events; i++)
        {
            _arrivals.Add(now);
        }

        FirstEventAt = FirstEventAt == 0 && events > 0 ? now : FirstEventAt;
        Volatile.Write(ref _events, _events + events);
    }
}
