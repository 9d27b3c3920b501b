using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Policies;

/// <summary>Tenants on one engine, each with requests of its own sizes, and what each was served: a token of a prompt counts one, an output token two.</summary>
internal sealed class TenantRace(SchedulerOptions options)
{
    private readonly Scheduler _scheduler = new(options);
    private readonly Dictionary<string, long> _served = [];
    private readonly Dictionary<string, int> _sent = [];
    private readonly Dictionary<Sequence, int> _sentAt = [];

    public int Step { get; private set; }

    /// <summary>Steps that each admitted request waited, by its id.</summary>
    public Dictionary<string, int> Waits { get; } = [];

    public int Preemptions { get; private set; }

    public long ServedTo(string tenant) => _served.GetValueOrDefault(tenant);

    public int WaitingOf(string tenant) => _scheduler.Waiting().Count(sequence => sequence.Tenant == tenant);

    /// <summary>One more request.</summary>
    /// <returns>Its id.</returns>
    public string Sends(string tenant, int prompt, int output)
    {
        int number = _sent[tenant] = _sent.GetValueOrDefault(tenant) + 1;
        string id = $"{tenant} {number}";
        Sequence sequence = new(id, new TokenSequence(TokenRun.OfPart(id, prompt)), output, output) { Tenant = tenant };
        Assert.True(_scheduler.Add(sequence));
        _sentAt[sequence] = Step;
        return id;
    }

    /// <summary>Sends requests of these sizes, one after the other and from the first again, until so many of the tenant's wait.</summary>
    public void KeepsWaiting(string tenant, int requests, (int Prompt, int Output)[] sizes)
    {
        for (int waiting = WaitingOf(tenant); waiting < requests; waiting++)
        {
            (int prompt, int output) = sizes[_sent.GetValueOrDefault(tenant) % sizes.Length];
            Sends(tenant, prompt, output);
        }
    }

    public void Runs()
    {
        StepPlan plan = _scheduler.Schedule();
        foreach (StepShare share in plan.Admissions)
        {
            if (share.Sequence.Preemptions == 0)
            {
                Serve(share.Sequence, share.Sequence.Prompt.Length - share.Cached);
                Waits[share.Sequence.Id] = Step - _sentAt[share.Sequence];
            }
        }

        Preemptions += plan.Preempted.Count;
        _scheduler.Complete(plan);
        plan.Sampled.ForEach(sequence => Serve(sequence, 2));
        Step++;
    }

    private void Serve(Sequence sequence, int tokens) => _served[sequence.Tenant] = ServedTo(sequence.Tenant) + tokens;
}
