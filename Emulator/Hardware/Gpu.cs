namespace Emulator.Hardware;

/// <summary>One GPU: its datasheet, and what its kernels reach of it.</summary>
public sealed record Gpu
{
    /// <summary>The catalogue's name.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that mean this device.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Memory as the driver shows it, in bytes: about 1 % under the label.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Memory bandwidth, in bytes/s [BW].</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Dense bf16 and fp16 peak, in FLOP/s.</summary>
    public required double PeakBf16FlopsPerSecond { get; init; }

    /// <summary>Dense fp8 peak, in FLOP/s; null where the device has no fp8 units.</summary>
    public double? PeakFp8FlopsPerSecond { get; init; }

    /// <summary>Streaming multiprocessors, or compute units [SM].</summary>
    public required int Multiprocessors { get; init; }

    /// <summary>The link to the node's other GPUs; null: there is none, and tensor parallelism is an error.</summary>
    public Interconnect? Interconnect { get; init; }

    /// <summary>What its kernels reach.</summary>
    public required CoefficientSet Coefficients { get; init; }

    /// <summary>The time that the host of such a server takes in each step; null = <see cref="HostOverhead.Fitted"/>.</summary>
    public HostOverhead? Host { get; init; }

    /// <summary>Whether the coefficients were fitted on this device.</summary>
    public required bool Calibrated { get; init; }

    /// <summary>What was calibrated and how well, or what stands in for it.</summary>
    public required string Note { get; init; }

    /// <summary>The document with the peaks.</summary>
    public required string Datasheet { get; init; }

    /// <summary>Where the rest comes from.</summary>
    public required string Source { get; init; }

    internal IEnumerable<string> Problems() =>
    [
        .. Limits.Filled(Name, nameof(Name), "the device's name"),
        .. Limits.Positive(MemoryBytes, nameof(MemoryBytes)),
        .. Limits.Positive(BytesPerSecond, nameof(BytesPerSecond)),
        .. Limits.Positive(PeakBf16FlopsPerSecond, nameof(PeakBf16FlopsPerSecond)),
        .. PeakFp8FlopsPerSecond is { } peakFp8 ? Limits.Positive(peakFp8, nameof(PeakFp8FlopsPerSecond)) : [],
        .. Limits.Positive(Multiprocessors, nameof(Multiprocessors)),
        .. Interconnect is null ? [] : Interconnect.Problems().Select(problem => $"interconnect.{problem}"),
        .. Host?.Problems().Select(problem => $"host.{problem}") ?? [],
        .. Coefficients.Problems().Select(problem => $"coefficients.{problem}"),
        .. Limits.Filled(Note, nameof(Note), "what the coefficients rest on and how far off they are"),
        .. Limits.Filled(Datasheet, nameof(Datasheet), "the document with the peaks, or why there is none"),
        .. Limits.Filled(Source, nameof(Source), "where the figures come from"),
    ];
}
