using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Invariants;

/// <summary>Rule 4, for each policy that has an order to be kept.</summary>
internal static class QueueInvariants
{
    public static void Check(SchedulerOptions options, Scheduler scheduler)
    {
        Sequence[] waiting = [.. scheduler.Waiting()];
        Assert.Equal(scheduler.WaitingCount, waiting.Length);
        switch (options.Policy)
        {
            case "fcfs":
                Sorted([.. scheduler.Running, .. waiting], sequence => (0, sequence.Arrival));
                break;
            case "fair":
                foreach (IGrouping<string, Sequence> tenant in waiting.GroupBy(sequence => sequence.Tenant))
                {
                    Sorted([.. tenant], sequence => (0, sequence.Arrival));
                }

                break;
            default:
                Sorted(waiting, sequence => Rank(options, sequence));
                break;
        }
    }

    /// <summary>Who was admitted in this step goes before everyone who still waits, where a request's place never changes.</summary>
    public static void NobodyOvertook(SchedulerOptions options, Scheduler scheduler, StepPlan plan)
    {
        if (options.Policy is "priority" or "edf" && scheduler.Waiting().FirstOrDefault() is { } front)
        {
            foreach (StepShare share in plan.Admissions)
            {
                Assert.True(Rank(options, share.Sequence).CompareTo(Rank(options, front)) < 0, $"{share.Sequence.Id} overtook {front.Id}");
            }
        }
    }

    private static (long, long) Rank(SchedulerOptions options, Sequence sequence) => options.Policy switch
    {
        "priority" => (sequence.Priority, sequence.Arrival),
        "edf" => (sequence.DueAt.Ticks, sequence.Arrival),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Policy, "say here in which order this policy's requests wait"),
    };

    private static void Sorted(Sequence[] sequences, Func<Sequence, (long, long)> rank)
    {
        for (int i = 1; i < sequences.Length; i++)
        {
            Assert.True(rank(sequences[i - 1]).CompareTo(rank(sequences[i])) < 0, $"{sequences[i - 1].Id} stands before {sequences[i].Id}");
        }
    }
}
