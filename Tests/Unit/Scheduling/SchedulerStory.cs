using System.Globalization;
using System.Text.RegularExpressions;
using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

/// <summary>Tells what happens to a scheduler step by step; each step's whole plan is stated, so that nothing else can slip in.</summary>
internal sealed partial class SchedulerStory
{
    private readonly Scheduler _scheduler;
    private readonly Dictionary<string, Sequence> _sequences = [];

    public SchedulerStory(int tokenBudget = 512, int blockSize = 16, int kvBlocks = 4_096, int maxNumSeqs = 8, bool chunked = true, bool caching = false, bool reserve = true)
        : this(new SchedulerOptions
        {
            TokenBudget = tokenBudget,
            BlockSize = blockSize,
            NumGpuBlocks = kvBlocks + 1,
            MaxNumSeqs = maxNumSeqs,
            ChunkedPrefill = chunked,
            PrefixCaching = caching,
            ReserveFullPrompt = reserve,
        })
    {
    }

    public SchedulerStory(SchedulerOptions options) => _scheduler = new Scheduler(options);

    public int KvBlocksUsed => _scheduler.Pool.Used;

    public int Waiting => _scheduler.WaitingCount;

    public int TokenBudget
    {
        get => _scheduler.TokenBudget;
        set => _scheduler.TokenBudget = value;
    }

    public StepTotals LastTotals { get; private set; }

    public Sequence this[string id] => _sequences[id];

    /// <summary>A request comes in; with <paramref name="sharing"/> its prompt begins as that other one's.</summary>
    public bool Arrives(string id, int prompt, int output = 100, string? sharing = null, int shared = 0, int priority = 0, int? dueSeconds = null)
    {
        TokenSequence tokens = sharing is null
            ? new TokenSequence(TokenRun.OfPart(id, prompt))
            : new TokenSequence(TokenRun.OfPart(sharing, shared), TokenRun.OfPart(id, prompt - shared));
        Sequence sequence = new(id, tokens, output, output, priority) { DueAt = dueSeconds is { } due ? TimeSpan.FromSeconds(due) : TimeSpan.MaxValue };
        _sequences[id] = sequence;
        return _scheduler.Add(sequence);
    }

    /// <summary>A request with <paramref name="context"/> tokens computed is decoding already.</summary>
    public void Decoding(string id, int context)
    {
        Assert.True(Arrives(id, context, output: 10_000));
        while (_sequences[id].Outputs == 0)
        {
            _scheduler.Complete(_scheduler.Schedule());
        }
    }

    public void Leaves(string id) => Assert.True(_scheduler.Abort(_sequences[id]));

    /// <summary>The pool gets another size, which hits those named: <c>-name</c> was preempted, <c>name:failed</c> could no longer finish.</summary>
    public void Resizes(int kvBlocks, string expected)
    {
        PoolResize resize = _scheduler.Resize(kvBlocks + 1);
        Assert.Equal(expected, string.Join(' ', resize.Preempted.Select(sequence => "-" + sequence.Id).Concat(resize.Failed.Select(sequence => sequence.Id + ":failed"))));
    }

    /// <summary>One step, whose plan reads <c>name:tokens</c> in running order, then <c>-name</c> for who was preempted and <c>name!</c> for who finished.</summary>
    public void Step(string expected) => Step(expected, _scheduler.Schedule());

    /// <summary>The same with a limit to the tokens of all shares that are no decodes.</summary>
    public void Step(string expected, int prefillLimit) => Step(expected, _scheduler.Schedule(prefillLimit));

    /// <summary>What the scheduler says of the decodes of the next step.</summary>
    public StepTotals PendingDecodes => _scheduler.PendingDecodes();

    private void Step(string expected, StepPlan plan)
    {
        IEnumerable<string> shares = plan.Shares.ToArray().Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Sequence.Id}:{share.NewTokens}"));
        IEnumerable<string> preempted = plan.Preempted.Select(sequence => "-" + sequence.Id);
        LastTotals = plan.Totals;
        string planned = string.Join(' ', shares.Concat(preempted));
        _scheduler.Complete(plan);
        Assert.Equal(Spaces().Replace(expected, " ").Trim(), string.Join(' ', plan.Finished.Select(f => f.Sequence.Id + "!").Prepend(planned)).Trim());
    }

    public void Steps(int count, string expected)
    {
        for (int i = 0; i < count; i++)
        {
            Step(expected);
        }
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
