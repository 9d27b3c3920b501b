using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Simulation;

/// <summary>One client with one request, and what has been seen of it. Its stream buffer is the server's own.</summary>
internal sealed class Client
{
    private double _appetite;

    public Client(string id, TokenSequence prompt, Draw draw)
    {
        int maxTokens = draw.Small(1, 40);
        int stopAfter = draw.Chance(0.5) ? draw.Between(1, 40) : int.MaxValue;
        bool isSlow = draw.Chance(0.15);
        TokensPerMillisecond = isSlow ? draw.Between(0, 20) / 100.0 : double.PositiveInfinity;
        Turns = draw.Chance(0.3) ? draw.Between(1, 3) : 0;
        Think = draw.UpTo(100);
        LeavesAfter = draw.Chance(0.15) ? draw.UpTo(400) : null;
        Request = new LiveRequest(id, prompt, maxTokens, stopAfter, isSlow ? draw.Between(1, 8) : 64, draw.Chance(0.3) ? draw.UpTo(600) + TimeSpan.FromMilliseconds(1) : null, draw.Between(-1, 2))
        {
            Tenant = $"t{draw.Small(0, 3)}",
            CacheSalt = draw.Chance(0.15) ? $"s{draw.Between(0, 1)}" : null,
        };
    }

    public LiveRequest Request { get; }

    public double TokensPerMillisecond { get; }

    /// <summary>Further turns of its conversation.</summary>
    public int Turns { get; init; }

    public TimeSpan Think { get; }

    public TimeSpan? LeavesAfter { get; }

    /// <summary>Tokens that the engine handed to its stream.</summary>
    public int Published { get; set; }

    /// <summary>Tokens that it has read.</summary>
    public int Read { get; private set; }

    /// <summary>What its next share must find computed; null while it must be admitted first.</summary>
    public int? Computed { get; set; }

    /// <summary>Tokens computed for it in all.</summary>
    public long Work { get; set; }

    public int Ends { get; set; }

    public Sequence Sequence => Request;

    /// <summary>Reads what it can in so much time.</summary>
    public void ReadFor(TimeSpan time)
    {
        _appetite = Math.Min(_appetite + (TokensPerMillisecond * time.TotalMilliseconds), 1_000);
        while (_appetite >= 1 && Request.Stream.TryRead(out _))
        {
            Read++;
            _appetite--;
        }
    }

    /// <summary>Reads all that is left, as whoever finds the end of a stream has.</summary>
    public void ReadToEnd()
    {
        while (Request.Stream.TryRead(out _))
        {
            Read++;
        }
    }
}
