using System.Collections.Concurrent;

namespace Tests.Simulation;

/// <summary>Many seeds, on all processors.</summary>
internal sealed class Campaign
{
    private readonly ConcurrentBag<Verdict> _failed = [];
    private long _seeds;
    private long _steps;

    /// <summary>Seeds that were run.</summary>
    public long Seeds => Interlocked.Read(ref _seeds);

    /// <summary>Engine steps of all of them.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Those that failed, by seed.</summary>
    public IReadOnlyList<Verdict> Failed => [.. _failed.OrderBy(verdict => verdict.Seed)];

    /// <summary>Runs seeds from <paramref name="first"/> on, <paramref name="count"/> of them or until cancelled.</summary>
    public void Run(ulong first, long count, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, i =>
            {
                Verdict verdict = Verdict.Of(first + (ulong)i);
                Interlocked.Increment(ref _seeds);
                Interlocked.Add(ref _steps, verdict.Steps);
                if (verdict.Violation is not null)
                {
                    _failed.Add(verdict);
                }
            });
        }
        catch (OperationCanceledException)
        {
            // The time is over, or somebody ended it: what was run counts.
        }
    }
}
