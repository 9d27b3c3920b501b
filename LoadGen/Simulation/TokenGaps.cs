using Emulator.Scheduling;
using LoadGen.Measure;

namespace LoadGen.Simulation;

/// <summary>
/// Inter-token latencies of completed requests, pooled over tokens, without touching a histogram for every token: nearly all tokens of a
/// step come one step after their predecessor, so a step's gap is recorded once, with the number of requests that it was a gap for. What
/// is kept reaches back to the last moment at which no request was between its first token and its end.
/// </summary>
internal sealed class TokenGaps(LatencyHistogram histogram)
{
    private readonly List<long> _stepEnds = [];

    // Difference array over steps: +1 where a completed request begins to sample in every step, −1 behind where it stops.
    private readonly List<int> _changes = [];
    private int _endedInLastStep;
    private int _open;

    /// <summary>A step has ended at <paramref name="end"/>.</summary>
    public void StepEnded(TimeSpan end, List<Sequence> sampled)
    {
        int step = _stepEnds.Count;
        _stepEnds.Add(end.Ticks);
        _changes.Add(-_endedInLastStep);
        _endedInLastStep = 0;
        foreach (Sequence sequence in sampled)
        {
            SimulatedRequest request = System.Runtime.CompilerServices.Unsafe.As<SimulatedRequest>(sequence);
            if (request.LastStep != step - 1)
            {
                if (request.FirstStep < 0)
                {
                    request.FirstStep = step;
                    _open++;
                }
                else
                {
                    (request.Stalls ??= []).Add((request.LastStep, step));
                }
            }

            request.LastStep = step;
        }
    }

    /// <summary>A request has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="counts">Whether its gaps count: it completed, and was due in the measured window.</param>
    public void Ended(SimulatedRequest request, bool counts)
    {
        if (request.FirstStep < 0)
        {
            return;
        }

        if (counts)
        {
            Count(request);
        }

        if (--_open == 0)
        {
            Close();
        }
    }

    /// <summary>Puts all gaps so far into the histogram, and forgets the steps.</summary>
    public void Close()
    {
        int requests = 0;
        for (int step = 1; step < _stepEnds.Count; step++)
        {
            requests += _changes[step];
            if (requests > 0)
            {
                histogram.Record(new TimeSpan(_stepEnds[step] - _stepEnds[step - 1]), requests);
            }
        }

        _stepEnds.Clear();
        _changes.Clear();
        _endedInLastStep = 0;
    }

    private void Count(SimulatedRequest request)
    {
        int from = request.FirstStep;
        foreach ((int before, int after) in request.Stalls ?? [])
        {
            AddRange(from, before);
            histogram.Record(new TimeSpan(_stepEnds[after] - _stepEnds[before]));
            from = after;
        }

        AddRange(from, request.LastStep);
    }

    /// <summary>Samples in each step from <paramref name="first"/> to <paramref name="last"/>: a gap at the end of each but the first.</summary>
    private void AddRange(int first, int last)
    {
        if (last <= first)
        {
            return;
        }

        _changes[first + 1]++;
        if (last + 1 < _changes.Count)
        {
            _changes[last + 1]--;
        }
        else
        {
            _endedInLastStep++;
        }
    }
}
