using Emulator.KvCache;
using Emulator.Scheduling.Policies;

namespace Emulator.Scheduling;

/// <summary>
/// Decides what is in each engine step: running requests first, then waiting ones, one token budget for all, prompts cut to what is left of
/// it, KV blocks handed out as sequences grow and taken back when they run out. A pure state machine: same calls, same plans.
/// </summary>
/// <remarks>
/// Follows vLLM's V1 scheduler (github.com/vllm-project/vllm, <c>vllm/v1/core/sched/scheduler.py</c>) with synchronous scheduling and one
/// full-attention KV group; <c>docs/scheduling.md</c> lists where it differs. A step is <see cref="Schedule()"/>, then
/// <see cref="Complete"/>; adds and aborts come between steps.
/// </remarks>
public sealed class Scheduler
{
    private readonly SchedulerOptions _options;
    private readonly Sequence[] _running;
    private readonly StepPlan _plan;
    private SchedulingPolicy _policy;
    private BlockAllocator _blocks;
    private int _tokenBudget;
    private int _runningCount;
    private long _arrivals;

    /// <summary>An idle scheduler with all its KV blocks free.</summary>
    /// <exception cref="InvalidConfigurationException">An option is out of range.</exception>
    public Scheduler(SchedulerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems = [.. options.Problems()];
        if (problems.Length > 0)
        {
            throw new InvalidConfigurationException(string.Join(' ', problems));
        }

        _options = options;
        _tokenBudget = options.TokenBudget;
        _policy = PolicyCatalogue.Create(options.Policy);
        _running = new Sequence[options.MaxNumSeqs];
        _plan = new StepPlan(options.MaxNumSeqs, options.AttentionWindow);
        _blocks = new BlockAllocator(options);
    }

    /// <summary>The KV blocks.</summary>
    public BlockPool Pool => _blocks.Pool;

    /// <summary>Requests admitted and holding KV, in admission order.</summary>
    public ReadOnlySpan<Sequence> Running => _running.AsSpan(0, _runningCount);

    /// <summary>Requests that wait for admission.</summary>
    public int WaitingCount => _policy.Count;

    /// <summary>Whether any request is waiting or running.</summary>
    public bool HasWork => _runningCount > 0 || _policy.Count > 0;

    /// <summary>Whether waiting requests are admitted; those that run go on in any case.</summary>
    public bool AdmitsWaiting { get; set; } = true;

    /// <summary>The plan of the last step that was scheduled.</summary>
    internal StepPlan CurrentPlan => _plan;

    /// <summary>The requests that wait, front first.</summary>
    public IEnumerable<Sequence> Waiting() => _policy.InOrder();

    /// <summary>
    /// Most tokens one step computes, from the next one on. A waiting prompt that is over it, where prompts are not cut, is cut after all: it was
    /// promised a place.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set below <see cref="SchedulerOptions.MaxNumSeqs"/>.</exception>
    public int TokenBudget
    {
        get => _tokenBudget;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, _options.MaxNumSeqs);
            _tokenBudget = value;
        }
    }

    /// <summary>
    /// Whether a request could ever finish on this engine, alone: its KV fits into the pool (the last sampled token is never computed, hence
    /// one less) and, without chunked prefill, its prompt fits into one step.
    /// </summary>
    public bool Fits(int promptTokens, int maxTokens) =>
        BlocksAtEnd(promptTokens, maxTokens) <= Pool.Usable && (_options.ChunkedPrefill || promptTokens <= _tokenBudget);

    /// <summary>Puts a new request into the waiting queue.</summary>
    /// <returns>False when it can never run here (<see cref="Fits"/>); then it is in no queue.</returns>
    public bool Add(Sequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (sequence.Place != SequencePlace.New)
        {
            throw new InvalidOperationException($"request {sequence.Id} was added before");
        }

        if (sequence.Arrival == Sequence.Unassigned)
        {
            sequence.Arrival = _arrivals;
        }

        _arrivals++;
        if (!Fits(sequence.Prompt.Length, sequence.MaxTokens))
        {
            sequence.Place = SequencePlace.Ended;
            return false;
        }

        sequence.Place = SequencePlace.Waiting;
        _policy.Add(sequence);
        return true;
    }

    /// <summary>Takes a request out of its queue and frees its blocks. Unknown and ended ones are ignored.</summary>
    /// <returns>Whether it was waiting or running.</returns>
    public bool Abort(Sequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        switch (sequence.Place)
        {
            case SequencePlace.Waiting:
                _policy.Remove(sequence);
                break;
            case SequencePlace.Running:
                RemoveRunning(Array.IndexOf(_running, sequence, 0, _runningCount));
                Pool.Release(sequence.Blocks);
                break;
            default:
                return false;
        }

        End(sequence);
        return true;
    }

    /// <summary>
    /// Changes the size of the KV pool. Blocks leave from the tail of the free queue; while too few are free, the policy's victim is preempted,
    /// and a request that could no longer finish alone ends.
    /// </summary>
    /// <param name="numGpuBlocks">KV blocks including the null block, at least 2.</param>
    public PoolResize Resize(int numGpuBlocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numGpuBlocks, 2);
        int usable = numGpuBlocks - 1;
        if (usable >= Pool.Usable)
        {
            Pool.Grow(usable - Pool.Usable);
            return PoolResize.Unnoticed;
        }

        Sequence[] failed = [.. Live().Where(sequence => BlocksAtEnd(sequence.Prompt.Length, sequence.MaxTokens) > usable)];
        foreach (Sequence sequence in failed)
        {
            Abort(sequence);
        }

        List<Sequence> preempted = [];
        while (Pool.Used > usable)
        {
            int index = _policy.Victim(Running);
            Sequence victim = _running[index];
            RemoveRunning(index);
            Preempt(victim);
            preempted.Add(victim);
        }

        Pool.Shrink(Pool.Usable - usable);
        return new PoolResize(failed, preempted);
    }

    /// <summary>Takes the KV blocks of all running requests, which go back to the queue in the order in which they were admitted.</summary>
    /// <returns>How many they were.</returns>
    public int PreemptRunning()
    {
        int preempted = _runningCount;
        while (_runningCount > 0)
        {
            Sequence last = _running[_runningCount - 1];
            RemoveRunning(_runningCount - 1);
            Preempt(last);
        }

        return preempted;
    }

    /// <summary>Forgets the prefixes that free blocks hold; those of running requests stay.</summary>
    /// <returns>Blocks that held one.</returns>
    public int ResetPrefixCache() => Pool.ForgetFree();

    /// <summary>Loses everything, as an engine that dies: every request ends, and the pool is as new.</summary>
    /// <returns>The requests, running ones first.</returns>
    public IReadOnlyList<Sequence> Crash()
    {
        Sequence[] lost = Live();
        foreach (Sequence sequence in lost)
        {
            Abort(sequence);
        }

        _policy = PolicyCatalogue.Create(_options.Policy);
        _blocks = new BlockAllocator(_options with { NumGpuBlocks = Pool.Usable + 1 });
        return lost;
    }

    /// <summary>
    /// The sums over the decodes that the next step holds, if it preempts nobody: what a limit to its prefill can be computed from before it
    /// is planned. A preemption takes decodes out, so that the step comes out shorter than these sums say, never longer.
    /// </summary>
    public StepTotals PendingDecodes()
    {
        StepTotals totals = new() { Window = _options.AttentionWindow };
        foreach (Sequence sequence in Running)
        {
            if (sequence.Decodes)
            {
                totals.AddDecode(sequence.Tokens);
            }
        }

        return totals;
    }

    /// <summary>Plans the next step. The plan is valid until the next call.</summary>
    public StepPlan Schedule() => Plan(prefillLimit: int.MaxValue);

    /// <summary>
    /// Plans the next step with at most <paramref name="prefillLimit"/> tokens in all shares that are no decodes: once they are spent, a
    /// running request that still prefills is skipped, and nobody is admitted.
    /// </summary>
    /// <param name="prefillLimit">Tokens, at least 1, or prefill would starve.</param>
    /// <exception cref="InvalidOperationException">Prompts may not be cut here.</exception>
    public StepPlan Schedule(int prefillLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefillLimit, 1);
        return _options.ChunkedPrefill ? Plan(prefillLimit) : throw new InvalidOperationException("a prefill limit needs chunked prefill");
    }

    /// <summary>
    /// Ends the step: every planned request whose prefill is complete samples a token; those at their end leave and free their blocks at
    /// once. The plan then says who sampled and who finished.
    /// </summary>
    public void Complete(StepPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (ref readonly StepShare share in plan.Shares)
        {
            Sequence sequence = share.Sequence;
            if (sequence.Remaining > 0)
            {
                continue;
            }

            bool ends = sequence.AppendOutput();
            plan.Sampled.Add(sequence);
            if (ends)
            {
                plan.Finished.Add(new FinishedSequence(sequence, sequence.Outputs >= sequence.StopAfter ? FinishReason.Stop : FinishReason.Length));
                Pool.Release(sequence.Blocks);
                End(sequence);
            }
        }

        _policy.Sampled(plan.Sampled);
        if (plan.Finished.Count > 0)
        {
            DropEnded();
        }
    }

    private StepPlan Plan(int prefillLimit)
    {
        _plan.Clear();
        int budget = _tokenBudget;
        ScheduleRunning(ref budget, ref prefillLimit);
        if (AdmitsWaiting && _plan.Preempted.Count == 0)
        {
            ScheduleWaiting(budget, prefillLimit);
        }

        return _plan;
    }

    private void ScheduleRunning(ref int budget, ref int prefillLimit)
    {
        for (int i = 0; i < _runningCount && budget > 0; i++)
        {
            Sequence sequence = _running[i];
            if (sequence.Decodes && sequence.Computed < sequence.SettledTokens)
            {
                // Nearly all of them, nearly always.
                _plan.AddDecode(sequence);
                sequence.Computed++;
                budget--;
                continue;
            }

            int tokens = Math.Min(Cut(sequence.Remaining), budget);
            bool prefills = !sequence.Decodes;
            if (prefills)
            {
                tokens = Math.Min(tokens, prefillLimit);
                if (tokens == 0)
                {
                    continue;
                }
            }

            while (!_blocks.Grow(sequence, tokens))
            {
                int index = _policy.Victim(Running);
                Sequence victim = _running[index];
                RemoveRunning(index);
                if (index < i)
                {
                    i--;
                    int dropped = _plan.Drop(victim);
                    victim.Computed -= dropped;
                    budget += dropped;
                    prefillLimit += victim.Decodes ? 0 : dropped;
                }

                Preempt(victim);
                _plan.Preempted.Add(victim);
                if (victim == sequence)
                {
                    return;
                }
            }

            _plan.Add(sequence, tokens, cached: -1);
            sequence.Computed += tokens;
            budget -= tokens;
            prefillLimit -= prefills ? tokens : 0;
        }
    }

    private void ScheduleWaiting(int budget, int prefillLimit)
    {
        while (_policy.Front is { } sequence && budget > 0 && prefillLimit > 0 && _runningCount < _options.MaxNumSeqs)
        {
            ReadOnlySpan<int> hits = _blocks.CachedPrefix(sequence);
            int cached = hits.Length * _options.BlockSize;
            int tokens = Cut(sequence.Tokens - cached);

            // Without chunking a prompt waits for a step with room for all of it. One that outgrew the budget by its own output, and was
            // then preempted, would wait for ever; it alone is cut.
            if (!_options.ChunkedPrefill && tokens > budget && tokens <= _tokenBudget)
            {
                return;
            }

            tokens = Math.Min(tokens, Math.Min(budget, prefillLimit));
            if (!_blocks.Admit(sequence, tokens, hits, besideOthers: _runningCount > 0))
            {
                return;
            }

            _policy.Remove(sequence);
            _policy.Admitted(sequence, sequence.Tokens - cached);
            _running[_runningCount++] = sequence;
            sequence.Place = SequencePlace.Running;
            sequence.Computed = cached;
            sequence.HitTokens = cached;
            if (sequence.Preemptions == 0)
            {
                sequence.CachedTokens = cached;
            }

            // Also the single token of one that finds all else cached: it is in none of the sums that the limit was computed from.
            _plan.Add(sequence, tokens, cached);
            sequence.Computed += tokens;
            budget -= tokens;
            prefillLimit -= tokens;
        }
    }

    private int Cut(int tokens) => _options.LongPrefillThreshold > 0 ? Math.Min(tokens, _options.LongPrefillThreshold) : tokens;

    private void Preempt(Sequence victim)
    {
        Pool.Release(victim.Blocks);
        victim.DiscardedTokens += victim.Computed - victim.HitTokens;
        victim.Computed = 0;
        victim.HitTokens = 0;
        victim.SettledTokens = 0;
        victim.Preemptions++;
        victim.Place = SequencePlace.Waiting;
        _policy.Return(victim);
    }

    private void RemoveRunning(int index)
    {
        _runningCount--;
        _running.AsSpan(index + 1, _runningCount - index).CopyTo(_running.AsSpan(index));
        _running[_runningCount] = null!;
    }

    private void DropEnded()
    {
        int kept = 0;
        for (int i = 0; i < _runningCount; i++)
        {
            if (_running[i].Place == SequencePlace.Running)
            {
                _running[kept++] = _running[i];
            }
        }

        Array.Clear(_running, kept, _runningCount - kept);
        _runningCount = kept;
    }

    private int BlocksAtEnd(int promptTokens, int maxTokens) => _blocks.For((long)promptTokens + maxTokens - 1);

    private Sequence[] Live() => [.. Running, .. Waiting()];

    private void End(Sequence sequence)
    {
        sequence.Place = SequencePlace.Ended;
        sequence.Blocks.Free();
        sequence.Hashes?.Free();
        sequence.Hashes = null;
        _policy.Ended(sequence);
    }
}
