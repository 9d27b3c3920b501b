namespace Emulator.CostModel;

/// <summary>What one call of an operation costs, and which limits its time was made from.</summary>
/// <param name="Microseconds">
/// The call's duration. Where memory and arithmetic overlap it is less than the sum of the limits below, and never less than the largest.
/// </param>
/// <param name="Flops">Floating-point operations that are paid for, those that fill a tile up included; 0 where they do not count.</param>
/// <param name="Bytes">Bytes read and written in memory; of an all-reduce, of its message.</param>
public readonly record struct OperationCost(double Microseconds, double Flops, double Bytes)
{
    /// <summary>Microseconds that a faster memory and more FLOP/s would not change.</summary>
    public double LatencyMicroseconds { get; init; }

    /// <summary>Microseconds that the bytes alone would take.</summary>
    public double MemoryMicroseconds { get; init; }

    /// <summary>Microseconds that the arithmetic alone would take.</summary>
    public double ComputeMicroseconds { get; init; }

    /// <summary>Microseconds that the link alone would take.</summary>
    public double LinkMicroseconds { get; init; }

    /// <summary>Microseconds of the host's processor.</summary>
    public double HostMicroseconds { get; init; }

    /// <summary>The limit with the largest share.</summary>
    public CostLimit Bound
    {
        get
        {
            (CostLimit bound, double most) = (CostLimit.Latency, LatencyMicroseconds);
            (bound, most) = MemoryMicroseconds > most ? (CostLimit.Memory, MemoryMicroseconds) : (bound, most);
            (bound, most) = ComputeMicroseconds > most ? (CostLimit.Compute, ComputeMicroseconds) : (bound, most);
            (bound, most) = LinkMicroseconds > most ? (CostLimit.Link, LinkMicroseconds) : (bound, most);
            return HostMicroseconds > most ? CostLimit.Host : bound;
        }
    }
}
