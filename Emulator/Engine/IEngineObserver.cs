namespace Emulator.Engine;

/// <summary>Learns what the engine did. Called on the engine's thread, so it must not block.</summary>
public interface IEngineObserver
{
    /// <summary>A step is over: its plan says who ran, sampled and finished. <see cref="RequestEnded"/> follows for those that finished.</summary>
    void StepEnded(in EngineStep step);

    /// <summary>A request ended: its outcome, times and counts are final.</summary>
    void RequestEnded(EngineRequest request);
}
