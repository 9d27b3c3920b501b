using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Reference;

/// <summary>
/// The specification's scheduler, transcribed line by line and as slow as it likes: policies fcfs and priority, and the extensions. It was written
/// from the specification's text, not from the scheduler that it is compared with.
/// </summary>
internal sealed class ReferenceScheduler(SchedulerOptions options)
{
    private int _adds;

    public int TokenBudget { get; set; } = options.TokenBudget;

    public ReferencePool Pool { get; private set; } = new(options.NumGpuBlocks);

    public List<ReferenceRequest> Waiting { get; } = [];

    public List<ReferenceRequest> Running { get; } = [];

    public bool Add(ReferenceRequest r, long? arrival = null)
    {
        if (!CouldFinishAlone(r) || (!options.ChunkedPrefill && r.Prompt > TokenBudget))
        {
            return false;
        }

        r.Arrival = arrival ?? _adds++;
        Enqueue(r, returns: false);
        return true;
    }

    public bool Abort(ReferenceRequest r)
    {
        if (!Waiting.Remove(r) && !Running.Remove(r))
        {
            return false;
        }

        Pool.Release(r.Table);
        return true;
    }

    public (List<ReferenceShare> Plan, List<ReferenceRequest> Preempted) Schedule(int? prefillLimit)
    {
        List<ReferenceShare> plan = [];
        List<ReferenceRequest> preempted = [];
        int budget = TokenBudget;
        int prefill = prefillLimit ?? int.MaxValue;

        foreach (ReferenceRequest r in Running.ToList())
        {
            if (budget == 0)
            {
                break;
            }

            // A victim that stood behind has left by the time the loop would visit it.
            if (!Running.Contains(r))
            {
                continue;
            }

            bool decode = IsDecode(r);
            if (!decode && prefill == 0)
            {
                continue;
            }

            int n = Math.Min(Cut(r.Remaining), budget);
            n = decode ? n : Math.Min(n, prefill);
            bool selfPreempted = false;
            while (!selfPreempted && !Allocate(r, n, [], admission: false))
            {
                ReferenceRequest victim = Victim();
                Running.Remove(victim);
                if (plan.Find(share => share.Request == victim) is { } planned)
                {
                    plan.Remove(planned);
                    budget += planned.Tokens;
                    prefill += IsDecode(victim) || prefillLimit is null ? 0 : planned.Tokens;
                }

                Preempt(victim);
                preempted.Add(victim);
                selfPreempted = victim == r;
            }

            if (selfPreempted)
            {
                break;
            }

            plan.Add(new ReferenceShare(r, n, null));
            budget -= n;
            prefill -= decode || prefillLimit is null ? 0 : n;
        }

        while (preempted.Count == 0 && Waiting.Count > 0 && budget > 0 && Running.Count < options.MaxNumSeqs && prefill > 0)
        {
            ReferenceRequest r = Waiting[0];
            List<int> hit = CachedPrefix(r);
            int n = Cut(r.Tokens - (hit.Count * options.BlockSize));
            if (!options.ChunkedPrefill && n > budget && n <= TokenBudget)
            {
                break;
            }

            n = Math.Min(Math.Min(n, budget), prefill);
            if (!Allocate(r, n, hit, admission: true))
            {
                break;
            }

            Waiting.RemoveAt(0);
            Running.Add(r);
            r.Computed = hit.Count * options.BlockSize;
            plan.Add(new ReferenceShare(r, n, r.Computed));
            budget -= n;
            prefill -= prefillLimit is null ? 0 : n;
        }

        foreach (ReferenceShare share in plan)
        {
            share.Request.Computed += share.Tokens;
        }

        return (plan, preempted);
    }

    /// <summary>Samples, finishes, frees.</summary>
    /// <param name="plan">The step.</param>
    /// <param name="sample">The letter of a request's next output token.</param>
    public (List<ReferenceRequest> Sampled, List<(ReferenceRequest Request, string Reason)> Finished) Complete(List<ReferenceShare> plan, Func<ReferenceRequest, char> sample)
    {
        List<ReferenceRequest> sampled = [];
        List<(ReferenceRequest, string)> finished = [];
        foreach (ReferenceRequest r in plan.Select(share => share.Request))
        {
            if (r.Computed < r.Tokens)
            {
                continue;
            }

            r.Append(sample(r));
            sampled.Add(r);
            string? reason = r.Outputs == r.StopAfter ? "stop" : r.Outputs == r.MaxTokens ? "length" : null;
            if (reason is not null)
            {
                Running.Remove(r);
                Pool.Release(r.Table);
                finished.Add((r, reason));
            }
        }

        return (sampled, finished);
    }

    public void ResetPrefixCache() => Pool.Reset();

    public (List<ReferenceRequest> Failed, List<ReferenceRequest> Preempted) Resize(int numGpuBlocks)
    {
        int change = numGpuBlocks - 1 - Pool.Usable;
        List<ReferenceRequest> preempted = [];
        List<ReferenceRequest> failed = [.. Running.Concat(Waiting).Where(r => Blocks(r.Prompt + r.MaxTokens - 1) > numGpuBlocks - 1)];
        failed.ForEach(r => Abort(r));
        while (Pool.Free.Count < -change)
        {
            ReferenceRequest victim = Victim();
            Running.Remove(victim);
            Preempt(victim);
            preempted.Add(victim);
        }

        for (int i = 0; i < -change; i++)
        {
            Pool.RemoveFromTail();
        }

        Pool.AddToFront(Math.Max(0, change));
        return (failed, preempted);
    }

    public List<ReferenceRequest> Crash()
    {
        List<ReferenceRequest> failed = [.. Running, .. Waiting];
        Running.Clear();
        Waiting.Clear();
        Pool = new ReferencePool(Pool.Usable + 1);
        return failed;
    }

    private bool Allocate(ReferenceRequest r, int n, List<int> hit, bool admission)
    {
        int idle = hit.Count(block => Pool.CountOf(block) == 0);
        int headroom = admission && Running.Count > 0 ? options.WatermarkBlocks : 0;
        if (admission && options.ReserveFullPrompt && Blocks(r.Tokens) - hit.Count + idle + headroom > Pool.Free.Count)
        {
            return false;
        }

        int end = r.Computed + (hit.Count * options.BlockSize) + n;
        int grow = Blocks(end) - hit.Count - r.Table.Count;
        if (grow + idle + headroom > Pool.Free.Count)
        {
            return false;
        }

        foreach (int block in hit)
        {
            Pool.Touch(block);
            r.Table.Add(block);
            r.Registered++;
        }

        for (int i = 0; i < grow; i++)
        {
            r.Table.Add(Pool.Take());
        }

        while (options.PrefixCaching && (r.Registered + 1) * options.BlockSize <= end)
        {
            Pool.Register(r.Table[r.Registered], r.Prefix(r.Registered, options.BlockSize));
            r.Registered++;
        }

        return true;
    }

    private List<int> CachedPrefix(ReferenceRequest r)
    {
        List<int> hit = [];
        while (options.PrefixCaching && hit.Count < (r.Tokens - 1) / options.BlockSize && Pool.Find(r.Prefix(hit.Count, options.BlockSize)) is { } block)
        {
            hit.Add(block);
        }

        return hit;
    }

    private void Preempt(ReferenceRequest r)
    {
        Pool.Release(r.Table);
        r.Registered = 0;
        r.Computed = 0;
        Enqueue(r, returns: true);
    }

    private void Enqueue(ReferenceRequest r, bool returns)
    {
        if (options.Policy == "fcfs")
        {
            Waiting.Insert(returns ? 0 : Waiting.Count, r);
            return;
        }

        int place = Waiting.FindIndex(other => Rank(r).CompareTo(Rank(other)) < 0);
        Waiting.Insert(place < 0 ? Waiting.Count : place, r);
    }

    private ReferenceRequest Victim() => options.Policy == "fcfs" ? Running[^1] : Running.MaxBy(Rank)!;

    private static (int Priority, long Arrival) Rank(ReferenceRequest r) => (r.Priority, r.Arrival);

    private static bool IsDecode(ReferenceRequest r) => r.Remaining == 1 && r.Outputs > 0;

    private bool CouldFinishAlone(ReferenceRequest r) => Blocks(r.Prompt + r.MaxTokens - 1) <= Pool.Usable;

    private int Cut(int n) => options.LongPrefillThreshold > 0 ? Math.Min(n, options.LongPrefillThreshold) : n;

    private int Blocks(int tokens) => (tokens + options.BlockSize - 1) / options.BlockSize;
}
