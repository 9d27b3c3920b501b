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

    // Those with requests that wait. Few, and each look is at all of them: a heap would have to be mended at every token.
    private readonly List<Tenant> _asking = [];
    private Tenant? _lastToLeave;
    private int _count;

    public override int Count => _count;

    public override Sequence? Front => Next()?.Waiting.First;

    public override IEnumerable<Sequence> InOrder()
    {
        // What the tenants have been served, moved on by what each prompt will count.
        List<(Tenant Tenant, Sequence? Next, long Served)> rows = [.. _asking.Select(tenant => (tenant, tenant.Waiting.First, tenant.Served))];
        while (rows.Count > 0)
        {
            int least = 0;
            for (int i = 1; i < rows.Count; i++)
            {
                if ((rows[i].Served, rows[i].Next!.Arrival).CompareTo((rows[least].Served, rows[least].Next!.Arrival)) < 0)
                {
                    least = i;
                }
            }

            (Tenant tenant, Sequence? next, long served) = rows[least];
            yield return next!;
            if (next!.Behind is null)
            {
                rows.RemoveAt(least);
            }
            else
            {
                rows[least] = (tenant, next.Behind, served + (next.Preemptions == 0 ? PromptTokenWeight * next.Remaining : 0));
            }
        }
    }

    public override void Add(Sequence sequence)
    {
        Tenant tenant = Named(sequence.Tenant);
        sequence.PolicyState = tenant;
        tenant.Live++;
        if (tenant.Waiting.Count == 0)
        {
            long level = _asking.Count > 0 ? _asking.Min(other => other.Served) : _lastToLeave?.Served ?? 0;
            tenant.Served = Math.Max(tenant.Served, level);
            _asking.Add(tenant);
        }

        tenant.Waiting.AddLast(sequence);
        _count++;
    }

    public override void Return(Sequence sequence)
    {
        // It was in the queue already, so it lifts nobody.
        Tenant tenant = Of(sequence);
        if (tenant.Waiting.Count == 0)
        {
            _asking.Add(tenant);
        }

        Sequence? before = null;
        Sequence? behind = tenant.Waiting.First;
        while (behind is not null && behind.Arrival < sequence.Arrival)
        {
            before = behind;
            behind = behind.Behind;
        }

        tenant.Waiting.InsertBehind(before, sequence);
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

    private Tenant? Next()
    {
        Tenant? next = null;
        foreach (Tenant tenant in _asking)
        {
            if (next is null || (tenant.Served, tenant.Waiting.First!.Arrival).CompareTo((next.Served, next.Waiting.First!.Arrival)) < 0)
            {
                next = tenant;
            }
        }

        return next;
    }

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

    private sealed class Tenant
    {
        public WaitingList Waiting { get; } = new();

        /// <summary>Requests that wait or run.</summary>
        public int Live { get; set; }

        /// <summary>The virtual token counter.</summary>
        public long Served { get; set; }
    }
}
