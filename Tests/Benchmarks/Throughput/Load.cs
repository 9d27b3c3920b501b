using System.Diagnostics;

namespace Benchmarks.Throughput;

/// <summary>Many clients at one server.</summary>
internal sealed class Load : IDisposable
{
    private readonly OpenStream[] _streams;
    private readonly Task[] _running;

    private Load(OpenStream[] streams)
    {
        _streams = streams;
        _running = new Task[streams.Length];
    }

    /// <summary>The clients.</summary>
    public IReadOnlyList<OpenStream> Streams => _streams;

    /// <summary>Events that have come, all clients together.</summary>
    public long Events => _streams.Sum(stream => (long)stream.Events);

    /// <summary>Has clients connect and send their requests, <paramref name="spread"/> from the first to the last, or as fast as they get connections.</summary>
    public static async Task<Load> StartAsync(Uri server, string body, int streams, int tokens, TimeSpan spread = default)
    {
        Load load = new([.. Enumerable.Range(0, streams).Select(_ => new OpenStream(tokens))]);
        byte[] request = OpenStream.Request(server, body);
        long began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, streams, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, _) =>
        {
            TimeSpan left = (spread * index / streams) - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(left, CancellationToken.None);
            }

            // At once: the server closes connections on which nothing comes.
            await load._streams[index].ConnectAsync(server);
            load._running[index] = load._streams[index].RunAsync(request);
        });
        return load;
    }

    /// <summary>Waits until every client has seen so many events.</summary>
    public async Task ReachAsync(int events)
    {
        while (_streams.Any(stream => stream.Events < events))
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until every client has its answer.</summary>
    public Task EndAsync() => Task.WhenAll(_running);

    /// <summary>
    /// How late events came, in milliseconds: later than the tick that would be due if one came every <paramref name="period"/>, counted from each client's
    /// earliest one. The first <paramref name="skipped"/> do not count.
    /// </summary>
    public IEnumerable<double> Lateness(TimeSpan period, int skipped)
    {
        foreach (OpenStream stream in _streams)
        {
            double[] shifts = [.. stream.Arrivals.Skip(skipped).SkipLast(1).Select((at, index) => Stopwatch.GetElapsedTime(0, at).TotalMilliseconds - (index * period.TotalMilliseconds))];
            double earliest = shifts.Min();
            foreach (double shift in shifts)
            {
                yield return shift - earliest;
            }
        }
    }

    public void Dispose()
    {
        foreach (OpenStream stream in _streams)
        {
            stream.Dispose();
        }
    }
}
