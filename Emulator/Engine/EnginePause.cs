namespace Emulator.Engine;

/// <summary>Whether an engine takes steps, and what it does when it is told to stop. For the engine's thread, but for what is said to be for any.</summary>
/// <remarks>
/// Follows vLLM's V1 engine core (github.com/vllm-project/vllm, <c>vllm/v1/engine/core.py</c>: <c>pause_scheduler</c>, <c>sleep</c>,
/// <c>wake_up</c>): a pause is complete when nothing more is going to run, only then caches are emptied and memory is given up; a
/// server that took back a part of its memory stays paused. Weights move in no time here.
/// </remarks>
/// <param name="engine">The engine.</param>
internal sealed class EnginePause(EngineLoop engine)
{
    private const string Scheduling = "scheduling";
    private static readonly string[] s_memory = ["weights", "kv_cache"];

    private readonly List<EngineOrder> _settling = [];
    private readonly HashSet<string> _asleep = [];
    private volatile bool _isPaused;
    private volatile int _sleepLevel;
    private bool _keepsStill;

    /// <summary>Whether new requests wait. For any thread.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>How deep it sleeps: 0 = it has all its memory. For any thread.</summary>
    public int SleepLevel => _sleepLevel;

    /// <summary>Whether a step can be taken.</summary>
    public bool AllowsStep => _isPaused ? !_keepsStill && !engine.Scheduler.Running.IsEmpty : engine.Scheduler.HasWork;

    /// <summary>Carries an order out, or begins to.</summary>
    public void Obey(EngineOrder order)
    {
        switch (order.Kind)
        {
            case EngineOrderKind.Pause or EngineOrderKind.Sleep:
                Pause(order.Mode);
                _settling.Add(order);
                Settle();
                break;
            case EngineOrderKind.Resume:
                Resume();
                engine.Report(order, done: !_isPaused);
                break;
            case EngineOrderKind.Wake:
                Wake(order.Tags);
                engine.Report(order, done: true);
                break;
            default:
                engine.Report(order, engine.ResetPrefixCache(order.PreemptsRunning));
                break;
        }
    }

    /// <summary>Completes the pauses that have waited for the last step; to be asked whenever a request may have ended.</summary>
    public void Settle()
    {
        if (_settling.Count == 0 || AllowsStep)
        {
            return;
        }

        foreach (EngineOrder order in _settling)
        {
            Complete(order);
        }

        _settling.Clear();
    }

    /// <summary>Tells whoever waits for a pause that it will never be complete.</summary>
    public void Abandon()
    {
        foreach (EngineOrder order in _settling)
        {
            order.Cancel();
        }

        _settling.Clear();
    }

    private void Pause(PauseMode mode)
    {
        _isPaused = true;
        _keepsStill = mode == PauseMode.Keep;
        engine.Scheduler.AdmitsWaiting = false;
        if (mode == PauseMode.Abort)
        {
            engine.AbortAll(EngineLoop.Aborted);
        }
    }

    /// <summary>Goes on, unless memory is missing.</summary>
    private void Resume()
    {
        if (_asleep.Count > 0)
        {
            return;
        }

        _isPaused = false;
        _keepsStill = false;
        engine.Scheduler.AdmitsWaiting = true;
    }

    private void Complete(EngineOrder order)
    {
        bool givesUpMemory = order.Kind == EngineOrderKind.Sleep && order.Level > 0;
        if (order.ClearsCache || givesUpMemory)
        {
            engine.ResetPrefixCache(preemptsRunning: true);
        }

        // One that sleeps already stays as it is.
        if (givesUpMemory && _asleep.Count == 0)
        {
            Pause(PauseMode.Keep);
            _asleep.UnionWith(s_memory);
            _sleepLevel = order.Level;
        }

        engine.Report(order, done: true);
    }

    private void Wake(IReadOnlyList<string> tags)
    {
        string[] memory = [.. tags.Where(tag => tag != Scheduling)];
        if (tags.Count == 0)
        {
            _asleep.Clear();
        }
        else if (memory.All(_asleep.Contains))
        {
            _asleep.ExceptWith(memory);
        }

        _sleepLevel = _asleep.Count == 0 ? 0 : _sleepLevel;
        Resume();
    }
}
