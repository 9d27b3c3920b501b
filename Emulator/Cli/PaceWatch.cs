using Emulator.Engine;

namespace Emulator.Cli;

/// <summary>Says when the host cannot keep the engine's pace, at most once every ten seconds, about those ten seconds.</summary>
internal sealed class PaceWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    private readonly Timer _timer;
    private EngineState _before;

    /// <param name="engine">The engine that is watched.</param>
    /// <param name="timeScale">Wall seconds a model second.</param>
    /// <param name="error">Where to say it.</param>
    public PaceWatch(EngineReplica engine, double timeScale, TextWriter error) =>
        _timer = new Timer(_ => Look(engine, timeScale, error), null, s_window, s_window);

    /// <summary>What to say of a window; null when the host kept pace in it.</summary>
    /// <param name="lateness">How late its steps ended, wall time.</param>
    /// <param name="meanStep">How long they were, wall time.</param>
    public static string? Complaint(Lateness lateness, TimeSpan meanStep) => lateness.Count == 0 || Pace.IsKept(lateness, meanStep)
        ? null
        : FormattableString.Invariant($"this host cannot keep pace: of the last {lateness.Count} steps 1 in 100 ended {lateness.P99.TotalMilliseconds:0.0} ms late or more (allowed: {Pace.Allowed(meanStep).TotalMilliseconds:0.0} ms); a larger --time-scale gives it more time.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look(EngineReplica engine, double timeScale, TextWriter error)
    {
        EngineState now = engine.State;
        long steps = now.Steps - _before.Steps;
        TimeSpan meanStep = steps == 0 ? TimeSpan.Zero : (now.StepTime - _before.StepTime) / steps * timeScale;
        _before = now;
        if (Complaint(engine.TakeRecentLateness(), meanStep) is { } complaint)
        {
            error.WriteLine(complaint);
        }
    }
}
