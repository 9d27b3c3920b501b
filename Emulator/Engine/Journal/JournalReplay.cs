using System.Globalization;
using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>Runs a live server's journal through the same engine under the virtual clock and compares the plans.</summary>
public sealed class JournalReplay : IEngineIntake, IEngineObserver
{
    private readonly EngineJournal _journal;
    private readonly EngineLoop _engine;
    private int _nextAdd;
    private int _nextAbort;
    private int _nextOrder;
    private int _nextCheckpoint;
    private string? _difference;

    private JournalReplay(EngineJournal journal, EngineBlueprint blueprint)
    {
        _journal = journal;
        _engine = new EngineLoop(blueprint, new VirtualClock(), this, this);
    }

    /// <summary>Replays <paramref name="journal"/> on an engine built from its own options.</summary>
    public static ReplayResult Run(EngineJournal journal, EngineBlueprint blueprint)
    {
        ArgumentNullException.ThrowIfNull(journal);
        JournalReplay replay = new(journal, blueprint);
        EngineLoop engine = replay._engine;

        // A server that was killed leaves no last line; then its last checkpoint is as far as the comparison goes.
        long steps = journal.Steps ?? (journal.Checkpoints.Count > 0 ? journal.Checkpoints[^1].Step + 1 : 0);
        while (engine.Counters.Steps < steps && replay._difference is null && engine.RunStep(CancellationToken.None))
        {
        }

        string hash = engine.PlanHash.ToString();
        if (replay._difference is null && engine.Counters.Steps < steps)
        {
            replay._difference = string.Create(CultureInfo.InvariantCulture, $"the live run went on for {steps} steps, the replay ended after {engine.Counters.Steps}");
        }
        else if (replay._difference is null && journal.Hash is { } live && live != hash)
        {
            replay._difference = $"the plans part after the last checkpoint: live {live}, replayed {hash}";
        }

        return new ReplayResult(engine.Counters.Steps, hash, replay._difference);
    }

    /// <inheritdoc/>
    public bool WaitForNext(ModelTime now, ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation)
    {
        next = until;
        if (_nextAdd < _journal.AddEntries.Count && _journal.AddEntries[_nextAdd].At < next)
        {
            next = _journal.AddEntries[_nextAdd].At;
        }

        if (_nextOrder < _journal.OrderEntries.Count && _journal.OrderEntries[_nextOrder].At < next)
        {
            next = _journal.OrderEntries[_nextOrder].At;
        }

        // Nobody is inside an idle engine but who is held back, or paused.
        if ((until != ModelTime.Never || isPaused) && _nextAbort < _journal.AbortEntries.Count && _journal.AbortEntries[_nextAbort].At < next)
        {
            next = _journal.AbortEntries[_nextAbort].At;
        }

        return next != ModelTime.Never;
    }

    /// <inheritdoc/>
    public void DeliverAdds(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        while (_nextAdd < _journal.AddEntries.Count && _journal.AddEntries[_nextAdd].At <= stepStart)
        {
            JournalEntry add = _journal.AddEntries[_nextAdd++];
            engine.Add(add.Request, add.At);
        }
    }

    /// <inheritdoc/>
    public void DeliverAborts(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        while (_nextAbort < _journal.AbortEntries.Count && _journal.AbortEntries[_nextAbort].At <= stepStart)
        {
            JournalEntry abort = _journal.AbortEntries[_nextAbort++];
            engine.Abort(abort.Request, abort.Outcome, abort.Reason);
        }
    }

    /// <inheritdoc/>
    public void DeliverOrders(EngineLoop engine, ModelTime stepStart)
    {
        ArgumentNullException.ThrowIfNull(engine);
        while (_nextOrder < _journal.OrderEntries.Count && _journal.OrderEntries[_nextOrder].At <= stepStart)
        {
            engine.Obey(_journal.OrderEntries[_nextOrder++].Order);
        }
    }

    /// <inheritdoc/>
    public void StepEnded(in EngineStep step)
    {
        if (_nextCheckpoint >= _journal.Checkpoints.Count || _journal.Checkpoints[_nextCheckpoint].Step != step.Index)
        {
            return;
        }

        JournalCheckpoint live = _journal.Checkpoints[_nextCheckpoint++];
        string hash = _engine.PlanHash.ToString();
        if (live.Hash != hash || live.Start != step.Start)
        {
            long agreed = _nextCheckpoint >= 2 ? _journal.Checkpoints[_nextCheckpoint - 2].Step : -1;
            _difference = string.Create(
                CultureInfo.InvariantCulture,
                $"the plans part between step {agreed + 1} and step {live.Step}: live began it at {live.Start.Seconds:F6} s with hash {live.Hash}, the replay at {step.Start.Seconds:F6} s with {hash}");
        }
    }

    /// <inheritdoc/>
    public void RequestEnded(EngineRequest request)
    {
    }
}
