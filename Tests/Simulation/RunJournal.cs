using System.Globalization;
using Emulator.KvCache;
using Emulator.Scheduling;
using Emulator.Time;

namespace Tests.Simulation;

/// <summary>What happened, a line each. Kept only for a run that somebody will read; its hash is kept for all.</summary>
internal sealed class RunJournal(bool keepsLines)
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(ModelTime at, string what)
    {
        if (keepsLines)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"t {at.Seconds:0.000000} s  {what}"));
        }
    }

    /// <summary>A step as it was planned.</summary>
    public void Step(ModelTime start, long index, StepPlan plan, BlockPool pool)
    {
        if (!keepsLines)
        {
            return;
        }

        IEnumerable<string> shares = plan.Shares.ToArray().Select(share => string.Create(
            CultureInfo.InvariantCulture, $"{share.Sequence.Id}:{share.NewTokens}@{share.ComputedBefore}{(share.Cached > 0 ? $"(cached {share.Cached})" : "")}"));
        Add(start, string.Create(CultureInfo.InvariantCulture, $"step {index}  kv {pool.Used}/{pool.Usable}  {string.Join(' ', shares.Concat(plan.Preempted.Select(preempted => "-" + preempted.Id)))}"));
    }
}
