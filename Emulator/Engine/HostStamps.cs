using System.Diagnostics;

namespace Emulator.Engine;

/// <summary>When things happened to a live request on the host's clock: <see cref="Stopwatch"/> timestamps, 0 = it has not happened.</summary>
public sealed class HostStamps
{
    /// <summary>It reached the engine's mailbox.</summary>
    public long Received { get; internal set; }

    /// <summary>The step that admitted it began.</summary>
    public long Admitted { get; internal set; }

    /// <summary>The step that gave its first token ended.</summary>
    public long FirstToken { get; internal set; }

    /// <summary>It ended.</summary>
    public long Ended { get; internal set; }
}
