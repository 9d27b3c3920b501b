namespace Emulator.Engine;

/// <summary>What an engine is told by whoever operates it. It obeys between two steps; an order can be given once.</summary>
/// <param name="Kind">What it is told.</param>
public sealed record EngineOrder(EngineOrderKind Kind)
{
    private readonly TaskCompletionSource<bool> _obeyed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>For a pause and for sleep: what becomes of the requests that are inside.</summary>
    public PauseMode Mode { get; init; }

    /// <summary>For a pause: whether it empties the prefix cache once it is complete. Those that still run then lose their KV blocks, and are computed again.</summary>
    public bool ClearsCache { get; init; }

    /// <summary>For sleep: 0 is a pause, 1 and 2 give up all KV blocks as well.</summary>
    public int Level { get; init; }

    /// <summary>For waking up: what is to be taken back; empty = everything.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>For a reset of the prefix cache: whether those that run lose their KV blocks, so that nothing stands in its way.</summary>
    public bool PreemptsRunning { get; init; }

    /// <summary>Completes when the order is carried out, with whether it could be; cancelled when the engine ended before.</summary>
    public Task<bool> Obeyed => _obeyed.Task;

    internal void Complete(bool done) => _obeyed.TrySetResult(done);

    internal void Cancel() => _obeyed.TrySetCanceled();
}
