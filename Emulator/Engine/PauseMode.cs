namespace Emulator.Engine;

/// <summary>What a pause does with the requests that are inside. Whatever it is, those that come later wait in the queue.</summary>
public enum PauseMode
{
    /// <summary>Ends all of them, as <see cref="Outcome.Cancelled"/>.</summary>
    Abort,

    /// <summary>Takes steps until those that run have ended, and admits nobody; those that wait stay in the queue.</summary>
    Wait,

    /// <summary>Takes no further step, and lets all of them stay.</summary>
    Keep,
}
