using Emulator.Time;

namespace Emulator.Engine;

/// <summary>
/// Where requests come from: doors (<see cref="Mailbox"/>), a journal, a load schedule. Whatever the source, a step sees exactly the events
/// stamped at or before its start, so that a run depends on stamps alone and can be repeated from them.
/// </summary>
public interface IEngineIntake
{
    /// <summary>Blocks an engine that takes no step until there is something to do.</summary>
    /// <param name="now">The end of the last step.</param>
    /// <param name="until">When the engine has something to do though nothing new comes: a request that it holds back is ready, or one that it holds back or has paused times out. <see cref="ModelTime.Never"/> = it holds none.</param>
    /// <param name="isPaused">Whether it was told to pause: it may have requests inside, and ends as soon as nothing new can come.</param>
    /// <param name="next">The stamp of the earliest new request or order, or of the earliest abort while the engine is paused or holds requests back, or <paramref name="until"/>, whichever is first.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when nothing will ever come.</returns>
    bool WaitForNext(ModelTime now, ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation);

    /// <summary>Adds the requests stamped at or before <paramref name="stepStart"/> by <see cref="EngineLoop.Add"/>, in order.</summary>
    void DeliverAdds(EngineLoop engine, ModelTime stepStart);

    /// <summary>Aborts what was to be aborted at or before <paramref name="stepStart"/> by <see cref="EngineLoop.Abort"/>, in order.</summary>
    void DeliverAborts(EngineLoop engine, ModelTime stepStart);

    /// <summary>Gives the orders stamped at or before <paramref name="stepStart"/> by <see cref="EngineLoop.Obey"/>, in order.</summary>
    void DeliverOrders(EngineLoop engine, ModelTime stepStart)
    {
        // A load schedule has no operator.
    }
}
