namespace Emulator.Engine;

/// <summary>Learns what the engine did. Called on the engine's thread, so it must not block.</summary>
public interface IEngineObserver
{
    /// <summary>A step is over: its plan says who ran, sampled and finished. <see cref="RequestEnded"/> follows for those that finished.</summary>
    void StepEnded(in EngineStep step);

    /// <summary>A request ended: its outcome, times and counts are final.</summary>
    void RequestEnded(EngineRequest request);

    /// <summary>Its operator's order is carried out, which may have freed KV blocks though no step follows.</summary>
    void OrderObeyed()
    {
        // Only a live engine has an operator.
    }
}
