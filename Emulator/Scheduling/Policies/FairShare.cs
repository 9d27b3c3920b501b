namespace Emulator.Scheduling.Policies;

/// <summary>
/// Equal service to every tenant that asks for it, however much the others ask for: the tenant that was served least goes first, in order of
/// arrival among its own. Service is counted in tokens, an output token as two of the prompt.
/// </summary>
/// <remarks>
/// The virtual token counter of Sheng and others, "Fairness in Serving Large Language Models" (OSDI 2024), with its weights 1 and 2. A tenant that
/// comes back after a pause starts level with those that stayed: time without requests earns nothing. Ours: prompt tokens found in the prefix
/// cache are not counted, since nobody serves them; what a preemption throws away is counted once; and the running request of the tenant
/// that was served most, of those the last to arrive, gives way.
/// </remarks>
[Policy("fair", "by tenant, the one served least (by a virtual token counter), then arrival")]
internal sealed class FairShare : SchedulingPolicy
{
    private const int PromptTokenWeight = 1;
    private const int OutputTokenWeight = 2;

    // Names come from clients, who may invent a new one for each request.
    private const int MostRemembered = 4_096;

    private readonly Dictionary<string, Tenant> _tenants = [];

    // Those with requests that wait.
    private readonly TenantQueue _asking = new();
    private Tenant? _lastToLeave;
    private int _count;

    public override int Count => _count;

    public override Sequence? Front => _asking.First?.Waiting.First;

    public override IEnumerable<Sequence> InOrder()
    {
        // What the tenants have been served, moved on by what each prompt will count.
        PriorityQueue<(Sequence Next, long Served), (long Served, long Arrival)> rows = new(_asking.All.Select(tenant => ((tenant.Waiting.First!, tenant.Served), tenant.Rank)));
        while (rows.TryDequeue(out (Sequence Next, long Served) row, out _))
        {
            yield return row.Next;
            if (row.Next.Behind is { } behind)
            {
                long served = row.Served + (row.Next.Preemptions == 0 ? PromptTokenWeight * row.Next.Remaining : 0);
                rows.Enqueue((behind, served), (served, behind.Arrival));
            }
        }
    }

    public override void Add(Sequence sequence)
    {
        Tenant tenant = Named(sequence.Tenant);
        sequence.PolicyState = tenant;
        tenant.Live++;
        bool asksAnew = tenant.Waiting.Count == 0;
        tenant.Waiting.AddLast(sequence);
        if (asksAnew)
        {
            long level = (_asking.First ?? _lastToLeave)?.Served ?? 0;
            tenant.Served = Math.Max(tenant.Served, level);
            _asking.Add(tenant);
        }

        _count++;
    }

    public override void Return(Sequence sequence)
    {
        // It was in the queue already, so it lifts nobody.
        Tenant tenant = Of(sequence);
        Sequence? before = null;
        Sequence? behind = tenant.Waiting.First;
        while (behind is not null && behind.Arrival < sequence.Arrival)
        {
            before = behind;
            behind = behind.Behind;
        }

        tenant.Waiting.InsertBehind(before, sequence);
        if (tenant.Waiting.Count == 1)
        {
            _asking.Add(tenant);
        }
        else if (before is null)
        {
            _asking.CameForward(tenant);
        }

        _count++;
    }

    public override void Remove(Sequence sequence)
    {
        Tenant tenant = Of(sequence);
        tenant.Waiting.Remove(sequence);
        _count--;
        if (tenant.Waiting.Count == 0)
        {
            _asking.Remove(tenant);
            _lastToLeave = tenant;
        }
    }

    public override int Victim(ReadOnlySpan<Sequence> running)
    {
        int victim = 0;
        (long Served, long Arrival) most = (long.MinValue, 0);
        for (int i = 0; i < running.Length; i++)
        {
            (long, long) candidate = (Of(running[i]).Served, running[i].Arrival);
            if (candidate.CompareTo(most) > 0)
            {
                (victim, most) = (i, candidate);
            }
        }

        return victim;
    }

    public override void Admitted(Sequence sequence, int tokens)
    {
        if (sequence.Preemptions == 0)
        {
            Of(sequence).Served += PromptTokenWeight * (long)tokens;
        }
    }

    public override void Sampled(IReadOnlyList<Sequence> sequences)
    {
        for (int i = 0; i < sequences.Count; i++)
        {
            Of(sequences[i]).Served += OutputTokenWeight;
        }
    }

    public override void Ended(Sequence sequence) => Of(sequence).Live--;

    private static Tenant Of(Sequence sequence) => (Tenant)sequence.PolicyState!;

    private Tenant Named(string name)
    {
        if (!_tenants.TryGetValue(name, out Tenant? tenant))
        {
            if (_tenants.Count >= MostRemembered)
            {
                ForgetIdle();
            }

            tenant = new Tenant();
            _tenants.Add(name, tenant);
        }

        return tenant;
    }

    /// <summary>Drops the tenants that have no request here, and with them what they were served above the others.</summary>
    private void ForgetIdle()
    {
        foreach ((string name, Tenant tenant) in _tenants)
        {
            if (tenant.Live == 0)
            {
                _tenants.Remove(name);
            }
        }
    }
}
