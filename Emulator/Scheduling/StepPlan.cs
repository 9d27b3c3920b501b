namespace Emulator.Scheduling;

/// <summary>
/// One step: which sequences run and how many tokens of each, in running order; after the step, who sampled and who finished. The
/// scheduler reuses one plan for all its steps, so read it before the next one is scheduled.
/// </summary>
public sealed class StepPlan
{
    private readonly StepShare[] _shares;
    private readonly PrefillChunk[] _chunks;
    private readonly int _window;
    private int _count;
    private int _chunkCount;
    private int _firstAdmitted;
    private StepTotals _totals;

    internal StepPlan(int maxNumSeqs, int attentionWindow)
    {
        _shares = new StepShare[maxNumSeqs];
        _chunks = new PrefillChunk[maxNumSeqs];
        _window = attentionWindow;
        Sampled = new List<Sequence>(maxNumSeqs);
        Finished = new List<FinishedSequence>(maxNumSeqs);
    }

    /// <summary>The shares, in running order.</summary>
    public ReadOnlySpan<StepShare> Shares => _shares.AsSpan(0, _count);

    /// <summary>The shares of sequences admitted in this step; they stand last.</summary>
    public ReadOnlySpan<StepShare> Admissions => _shares.AsSpan(_firstAdmitted, _count - _firstAdmitted);

    /// <summary>The prefill chunks among the shares, in order.</summary>
    public ReadOnlySpan<PrefillChunk> Chunks => _chunks.AsSpan(0, _chunkCount);

    /// <summary>The sums that the step's cost depends on.</summary>
    public ref readonly StepTotals Totals => ref _totals;

    /// <summary>Sequences that lost their blocks, in the order in which they did.</summary>
    public List<Sequence> Preempted { get; } = [];

    /// <summary>Filled by <see cref="Scheduler.Complete"/>: sequences that sampled one token, in plan order.</summary>
    public List<Sequence> Sampled { get; }

    /// <summary>Filled by <see cref="Scheduler.Complete"/>: sequences that finished, in plan order.</summary>
    public List<FinishedSequence> Finished { get; }

    /// <summary>Whether nothing runs in this step; such a step takes no time.</summary>
    public bool IsEmpty => _count == 0;

    internal void Clear()
    {
        _count = 0;
        _chunkCount = 0;
        _firstAdmitted = 0;
        _totals = new StepTotals { Window = _window };
        Preempted.Clear();
        Sampled.Clear();
        Finished.Clear();
    }

    /// <summary>A running sequence computes the one token that it sampled last.</summary>
    internal void AddDecode(Sequence sequence)
    {
        _shares[_count++] = new StepShare(sequence, 1, sequence.Computed, -1);
        _firstAdmitted = _count;
        _totals.AddDecode(sequence.Computed + 1);
    }

    internal void Add(Sequence sequence, int newTokens, int cached)
    {
        StepShare share = new(sequence, newTokens, sequence.Computed, cached);
        _shares[_count++] = share;
        Count(share);
        if (cached < 0)
        {
            _firstAdmitted = _count;
        }
    }

    /// <summary>Takes a victim's share out again, if it had one already.</summary>
    /// <returns>The tokens that this gives back to the budget.</returns>
    internal int Drop(Sequence victim)
    {
        int index = 0;
        while (index < _count && _shares[index].Sequence != victim)
        {
            index++;
        }

        if (index == _count)
        {
            return 0;
        }

        int tokens = _shares[index].NewTokens;
        _shares.AsSpan(index + 1, _count - index - 1).CopyTo(_shares.AsSpan(index));
        _firstAdmitted = --_count;
        _totals = new StepTotals { Window = _window };
        _chunkCount = 0;
        foreach (StepShare share in Shares)
        {
            Count(share);
        }

        return tokens;
    }

    private void Count(in StepShare share)
    {
        if (share.IsDecode)
        {
            _totals.AddDecode(share.ComputedBefore + 1);
            return;
        }

        _chunks[_chunkCount++] = new PrefillChunk(share.NewTokens, share.ComputedBefore);
        _totals.AddChunk(share.NewTokens, share.ComputedBefore, share.ComputedBefore + share.NewTokens == share.Sequence.Tokens);
    }
}
