namespace Emulator.Hardware;

/// <summary>
/// What a device's kernels reach of its datasheet. A format without coefficients (null) is one the device cannot run, or that nobody
/// measured: asking for it is an error, never a guess.
/// </summary>
public sealed record CoefficientSet
{
    /// <summary>The set's name: the device it was fitted on.</summary>
    public required string Name { get; init; }

    /// <summary>Linear layers with bf16 or fp16 weights and activations.</summary>
    public required LinearCoefficients LinearBf16 { get; init; }

    /// <summary>Linear layers with fp8 weights and activations.</summary>
    public LinearCoefficients? LinearFp8 { get; init; }

    /// <summary>Decode attention over a 16-bit KV cache.</summary>
    public required DecodeAttentionCoefficients DecodeAttentionBf16 { get; init; }

    /// <summary>Decode attention over an fp8 KV cache.</summary>
    public DecodeAttentionCoefficients? DecodeAttentionFp8 { get; init; }

    /// <summary>Prefill attention with a 16-bit KV cache.</summary>
    public required PrefillAttentionCoefficients PrefillAttentionBf16 { get; init; }

    /// <summary>Prefill attention with an fp8 KV cache.</summary>
    public PrefillAttentionCoefficients? PrefillAttentionFp8 { get; init; }

    /// <summary>Mixture-of-experts layers with 16-bit activations.</summary>
    public MixtureOfExpertsCoefficients? MixtureOfExpertsBf16 { get; init; }

    /// <summary>Mixture-of-experts layers with fp8 weights and activations.</summary>
    public MixtureOfExpertsCoefficients? MixtureOfExpertsFp8 { get; init; }

    /// <summary>Element-wise kernels.</summary>
    public required ElementwiseCoefficients Elementwise { get; init; }

    /// <summary>All-reduce by tensor-parallel size. Nothing is interpolated between sizes or extrapolated beyond them.</summary>
    public required IReadOnlyDictionary<int, AllReduceCoefficients> AllReduce { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// The same of a device whose kernels take <paramref name="factor"/> times as long: times and costs grow by it, efficiencies shrink by it, and
    /// none goes over what the catalogue allows. What was judged of the old ones does not hold for the new ones.
    /// </summary>
    internal CoefficientSet Scaled(double factor) => this with
    {
        LinearBf16 = LinearBf16.Scaled(factor),
        LinearFp8 = LinearFp8?.Scaled(factor),
        DecodeAttentionBf16 = DecodeAttentionBf16.Scaled(factor),
        DecodeAttentionFp8 = DecodeAttentionFp8?.Scaled(factor),
        PrefillAttentionBf16 = PrefillAttentionBf16.Scaled(factor),
        PrefillAttentionFp8 = PrefillAttentionFp8?.Scaled(factor),
        MixtureOfExpertsBf16 = MixtureOfExpertsBf16?.Scaled(factor),
        MixtureOfExpertsFp8 = MixtureOfExpertsFp8?.Scaled(factor),
        Elementwise = Elementwise.Scaled(factor),
        AllReduce = AllReduce.ToDictionary(row => row.Key, row => row.Value.Scaled(factor)),
    };

    /// <summary>The same for a device that borrows it: how well the coefficients do was judged on the lender, and says nothing of the borrower.</summary>
    internal CoefficientSet Unjudged() => Scaled(1);

    internal IEnumerable<string> Problems() =>
    [
        .. Named("linearBf16", LinearBf16.Problems()),
        .. Named("linearFp8", LinearFp8?.Problems()),
        .. Named("decodeAttentionBf16", DecodeAttentionBf16.Problems()),
        .. Named("decodeAttentionFp8", DecodeAttentionFp8?.Problems()),
        .. Named("prefillAttentionBf16", PrefillAttentionBf16.Problems()),
        .. Named("prefillAttentionFp8", PrefillAttentionFp8?.Problems()),
        .. Named("mixtureOfExpertsBf16", MixtureOfExpertsBf16?.Problems()),
        .. Named("mixtureOfExpertsFp8", MixtureOfExpertsFp8?.Problems()),
        .. Named("elementwise", Elementwise.Problems()),
        .. AllReduce.SelectMany(row => Named($"allReduce.{row.Key}", row.Value?.Problems() ?? ["is null"])),
        .. AllReduce.Keys.Where(gpus => gpus < 2).Select(gpus => $"allReduce.{gpus} is not possible: an all-reduce takes 2 GPUs or more"),
        .. Limits.Filled(Source, nameof(Source), "what the coefficients were fitted on"),
    ];

    private static IEnumerable<string> Named(string part, IEnumerable<string>? problems) =>
        (problems ?? []).Select(problem => $"{part}: {problem}");
}
