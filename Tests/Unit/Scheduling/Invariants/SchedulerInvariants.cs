using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Invariants;

/// <summary>What must always hold, numbered as in the specification, checked on a scheduler from the outside. Rule 8 (same events, same plans) is no state: it has its own test.</summary>
internal sealed class SchedulerInvariants(SchedulerOptions options, Scheduler scheduler)
{
    private int _emptySteps;
    private int _budget = options.TokenBudget;
    private bool _cutFromOutside;

    /// <summary>To be called between Schedule and Complete.</summary>
    public void AfterSchedule(StepPlan plan, int? prefillLimit)
    {
        PlanInvariants.Check(options, scheduler, plan, prefillLimit);
        QueueInvariants.Check(options, scheduler);
        QueueInvariants.NobodyOvertook(options, scheduler, plan);
        BlockInvariants.Check(options, scheduler);
        _cutFromOutside |= prefillLimit is not null || scheduler.TokenBudget < _budget;
        _budget = scheduler.TokenBudget;
        if (plan.Preempted.Count == 0 && prefillLimit is null)
        {
            WorkConservation.Check(options, scheduler, plan, _cutFromOutside);
        }

        Progresses(plan);
    }

    /// <summary>To be called between Complete and the next step's events.</summary>
    public void AfterComplete()
    {
        QueueInvariants.Check(options, scheduler);
        BlockInvariants.Check(options, scheduler);
        _cutFromOutside &= !scheduler.Running.IsEmpty;
    }

    /// <summary>Rule 6. An empty step has preempted, under a policy whose victim may be the one that wants to grow; not even these come for ever.</summary>
    private void Progresses(StepPlan plan)
    {
        if (!plan.IsEmpty || !scheduler.HasWork)
        {
            _emptySteps = 0;
            return;
        }

        Assert.NotEqual("fcfs", options.Policy);
        Assert.NotEmpty(plan.Preempted);
        Assert.True(++_emptySteps <= options.MaxNumSeqs, $"{_emptySteps} steps in a row computed nothing");
    }
}
