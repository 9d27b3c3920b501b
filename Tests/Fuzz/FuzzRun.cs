using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tests.Fuzz;

/// <summary>Many cases of one target, on all processors.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class FuzzRun(FuzzTarget target, ulong seed)
{
    // Enough to see what is wrong; a parser that fails once fails often.
    private const int MostKept = 100;
    private const int Retries = 3;

    private readonly ConcurrentDictionary<long, long> _underWay = [];
    private readonly ConcurrentBag<FuzzVerdict> _failed = [];
    private readonly ConcurrentDictionary<string, byte> _refusals = [];
    private long _cases;
    private long _taken;

    /// <summary>Whom it tests.</summary>
    public FuzzTarget Target => target;

    /// <summary>Cases that were run.</summary>
    public long Cases => Interlocked.Read(ref _cases);

    /// <summary>Those of them that were taken.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Different sentences among the refusals, numbers and quoted texts aside: how far into the parser the inputs came.</summary>
    public int Refusals => _refusals.Count;

    /// <summary>Those that failed, by number.</summary>
    public IReadOnlyList<FuzzVerdict> Failed => [.. _failed.OrderBy(verdict => verdict.Case.Number)];

    /// <summary>The case that has been under way for longest, and for how long.</summary>
    public (FuzzCase Case, TimeSpan Elapsed)? Slowest
    {
        get
        {
            // The dictionary's own copy: any other counts first and copies then, while cases come and go.
            KeyValuePair<long, long>[] all = _underWay.ToArray();
            return all.Length == 0 ? null : all.Select(one => (new FuzzCase(target, seed, one.Key), Stopwatch.GetElapsedTime(one.Value))).MaxBy(one => one.Item2);
        }
    }

    /// <summary>Runs so many cases, or until cancelled.</summary>
    /// <param name="count">How many.</param>
    /// <param name="longest">What takes longer fails; null = nothing does, as where the host is not one's own.</param>
    /// <param name="cancellation">Ends the run.</param>
    public void Run(long count, TimeSpan? longest, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, number => RunOne(number, longest));
        }
        catch (OperationCanceledException)
        {
            // The time is over, or somebody ended it: what was run counts.
        }
    }

    private void RunOne(long number, TimeSpan? longest)
    {
        _underWay[number] = Stopwatch.GetTimestamp();
        FuzzCase one = new(target, seed, number);
        FuzzVerdict verdict = one.Run();
        for (int again = 0; again < Retries && verdict.Violation is null && verdict.Elapsed > longest; again++)
        {
            // A host with other work is slow now and then; a slow parser always is.
            verdict = one.Run();
        }

        _underWay.TryRemove(number, out _);
        if (verdict.Violation is null && verdict.Elapsed > longest)
        {
            verdict = verdict with { Violation = FormattableString.Invariant($"It took {verdict.Elapsed.TotalSeconds:0.00} s to read; allowed are {longest.Value.TotalSeconds:0.##} s.") };
        }

        Interlocked.Increment(ref _cases);
        if (verdict.Refusal is null)
        {
            Interlocked.Increment(ref _taken);
        }
        else
        {
            _refusals.TryAdd(RefusalKind.Of(verdict.Refusal), 0);
        }

        if (verdict.Violation is not null && _failed.Count < MostKept)
        {
            _failed.Add(verdict);
        }
    }
}
