using Emulator.Scheduling;

namespace Emulator.SchedulerCases;

/// <summary>Runs a case on the scheduler and compares every step with the expected one.</summary>
public sealed class CaseReplay
{
    private readonly SchedulerCase _case;
    private readonly Scheduler _scheduler;
    private readonly Dictionary<string, Sequence> _requests = [];
    private readonly List<(string Id, string Reason)> _finished = [];
    private readonly List<(string Id, string Reason)> _rejected = [];
    private readonly List<CaseDifference> _differences = [];
    private readonly StepText _text = new();
    private int _nextEvent;

    private CaseReplay(SchedulerCase played)
    {
        _case = played;
        _scheduler = new Scheduler(played.Options);
    }

    /// <summary>Runs <paramref name="played"/> up to the first step that differs: what comes after it would only follow from it.</summary>
    /// <returns>All differences of that step; none when every step is as expected.</returns>
    /// <exception cref="InvalidConfigurationException">An event adds an id that still lives.</exception>
    public static IReadOnlyList<CaseDifference> Run(SchedulerCase played)
    {
        ArgumentNullException.ThrowIfNull(played);
        CaseReplay replay = new(played);
        replay.Run();
        return replay._differences;
    }

    private void Run()
    {
        int step = 0;
        for (; step < _case.Steps.Count && GoesOn(step) && _differences.Count == 0; step++)
        {
            Step(step, _case.Steps[step].Fields);
        }

        if (_differences.Count == 0 && (step < _case.Steps.Count || (IsUnfinished && GoesOn(step))))
        {
            Differ(step, StepField.Steps, $"{_case.Steps.Count}", step < _case.Steps.Count ? $"{step}" : $"more than {step}");
        }
    }

    private bool IsUnfinished => _scheduler.HasWork || _nextEvent < _case.Events.Count;

    // A case with a limit may go on with idle steps up to it, or end when nothing is left.
    private bool GoesOn(int step) => _case.MaxSteps is { } most ? step < most : IsUnfinished;

    private void Step(int step, IReadOnlyList<string> expected)
    {
        _finished.Clear();
        _rejected.Clear();
        for (; _nextEvent < _case.Events.Count && _case.Events[_nextEvent].Step == step; _nextEvent++)
        {
            Apply(_case.Events[_nextEvent]);
        }

        StepPlan plan = _scheduler.Schedule();
        Compare(step, expected, 0, _text.Shares(plan.Shares));
        if (_case.ChecksBlocks)
        {
            Compare(step, expected, StepField.Always.Count, _text.Tables(plan.Shares));
        }

        int freeAfterSchedule = _scheduler.Pool.Free;
        _scheduler.Complete(plan);
        Compare(step, expected, 1, _text.Ids(plan.Sampled));
        Compare(step, expected, 2, _text.Ids(plan.Preempted));
        Compare(step, expected, 3, _text.Pairs(_finished.Concat(plan.Finished.Select(end => (end.Sequence.Id, FinishReasonName.Of(end.Reason))))));
        Compare(step, expected, 4, _text.Pairs(_rejected));
        Compare(step, expected, 5, _text.Number(_scheduler.Running.Length));
        Compare(step, expected, 6, _text.Number(_scheduler.WaitingCount));
        Compare(step, expected, 7, _text.Numbers([freeAfterSchedule, _scheduler.Pool.Free]));
        if (_case.ChecksBlocks)
        {
            Compare(step, expected, StepField.Always.Count + 1, _text.Numbers(_scheduler.Pool.FreeQueue()));
        }
    }

    private void Apply(CaseEvent happens)
    {
        if (happens.Aborted is { } aborted)
        {
            if (_requests.TryGetValue(aborted, out Sequence? leaving) && _scheduler.Abort(leaving))
            {
                _finished.Add((aborted, "abort"));
            }

            return;
        }

        Sequence sequence = happens.Added!.ToSequence();
        if (_requests.TryGetValue(sequence.Id, out Sequence? before) && before.Place != SequencePlace.Ended)
        {
            throw new InvalidConfigurationException($"{_case.Path}: events[{_nextEvent}] adds '{PlainText.Of(sequence.Id)}' in step {happens.Step}, where a request of that id still lives.");
        }

        _requests[sequence.Id] = sequence;
        if (!_scheduler.Add(sequence))
        {
            _rejected.Add((sequence.Id, "context_length_exceeded"));
        }
    }

    private void Compare(int step, IReadOnlyList<string> expected, int field, StepText got)
    {
        if (!got.Reads(expected[field]))
        {
            int always = StepField.Always.Count;
            Differ(step, field < always ? StepField.Always[field] : StepField.Blocks[field - always], expected[field], got.ToString());
        }
    }

    private void Differ(int step, string field, string expected, string got) => _differences.Add(new CaseDifference(_case.Name, step, field, expected, got));
}
