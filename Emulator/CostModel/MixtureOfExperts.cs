using Emulator.Hardware;

namespace Emulator.CostModel;

/// <summary>One mixture-of-experts feed-forward layer without its router: sort, two grouped multiplications, combine.</summary>
/// <remarks>
/// X(T) = t0 + ct·k·T·h·2/BW + normp((A·w3·bx + k·T·(h·b + 6·f' + 2·h))/(BW·em), 2·A·r·w3/(P·ec)), with T tokens that visit k of E
/// experts each, w3 = 3·h·f' parameters an expert and GPU, bx bytes a parameter, A = min(E·(1 − (1 − k/E)^(rc·T)), k·T) distinct
/// experts expected (whose weights are read), r = max(k·T/A, 1) rows an expert, rounded up to a multiple of 16 (a tile); quotients in
/// seconds. ct pays for the shuffling. H100-SXM at tp 2: Mixtral-8x7B in bf16, 16 tokens: 493.29 µs; gpt-oss-120b in mxfp4, 8 tokens:
/// 95.010 µs.
/// </remarks>
internal sealed class MixtureOfExperts
{
    private const int TileRows = 16;

    private readonly MixtureOfExpertsCoefficients _coefficients;
    private readonly int _experts;
    private readonly int _expertsPerToken;
    private readonly double _expertParameters;
    private readonly double _expertBytes;
    private readonly double _activationBytesPerVisit;
    private readonly double _shuffleBytesPerVisit;
    private readonly double _shuffleMicrosecondsPerVisit;
    private readonly double _microsecondsPerByte;
    private readonly double _microsecondsPerFlop;
    private readonly Knee _knee;

    /// <param name="gpu">A GPU with coefficients for experts of this format.</param>
    /// <param name="weightBytes">Bytes of an activation, and of a weight unless the experts are narrower: 2, or 1 for fp8 [b].</param>
    /// <param name="expertBits">Bits of an expert's parameter where narrower than the rest; null otherwise.</param>
    /// <param name="hiddenSize">Width of the residual stream [h].</param>
    /// <param name="feedForwardSize">Width of one expert on this GPU [f'].</param>
    /// <param name="experts">Experts of the layer [E].</param>
    /// <param name="expertsPerToken">Experts that a token visits [k].</param>
    public MixtureOfExperts(Gpu gpu, int weightBytes, double? expertBits, int hiddenSize, double feedForwardSize, int experts, int expertsPerToken)
    {
        bool fp8 = weightBytes == 1;
        _coefficients = (fp8 ? gpu.Coefficients.MixtureOfExpertsFp8 : gpu.Coefficients.MixtureOfExpertsBf16)!;
        _experts = experts;
        _expertsPerToken = expertsPerToken;
        _expertParameters = 3.0 * hiddenSize * feedForwardSize;
        _expertBytes = _expertParameters * (expertBits / 8 ?? weightBytes);
        _activationBytesPerVisit = (hiddenSize * weightBytes) + (6 * feedForwardSize) + (2.0 * hiddenSize);
        _shuffleBytesPerVisit = _coefficients.ShuffleFactor * hiddenSize * 2;
        _shuffleMicrosecondsPerVisit = _shuffleBytesPerVisit * 1e6 / gpu.BytesPerSecond;
        _microsecondsPerByte = 1e6 / (gpu.BytesPerSecond * _coefficients.MemoryEfficiency);
        _microsecondsPerFlop = 1e6 / ((fp8 ? gpu.PeakFp8FlopsPerSecond!.Value : gpu.PeakBf16FlopsPerSecond) * _coefficients.ComputeEfficiency);
        _knee = new Knee(_coefficients.KneeExponent);
    }

    /// <summary>Distinct experts that <paramref name="tokens"/> are expected to visit together [A].</summary>
    public double DistinctExperts(int tokens) => Math.Min(
        _experts * (1 - Math.Pow(1 - ((double)_expertsPerToken / _experts), _coefficients.RoutingSpread * tokens)),
        (double)_expertsPerToken * tokens);

    /// <summary>Bytes of the experts' weights that one GPU reads for <paramref name="tokens"/>.</summary>
    public double WeightBytesRead(int tokens) => DistinctExperts(tokens) * _expertBytes;

    /// <summary>Microseconds of one layer; 0 without tokens.</summary>
    public double Microseconds(int tokens) => Cost(tokens).Microseconds;

    /// <summary>One layer; nothing without tokens. What the shuffling moves counts as memory.</summary>
    public OperationCost Cost(int tokens)
    {
        if (tokens == 0)
        {
            return default;
        }

        double visits = (double)_expertsPerToken * tokens;
        double distinct = DistinctExperts(tokens);
        double tiledRows = Math.Ceiling(Math.Max(visits / distinct, 1) / TileRows) * TileRows;
        double bytes = (distinct * _expertBytes) + (visits * _activationBytesPerVisit);
        double flops = 2 * distinct * tiledRows * _expertParameters;
        double shuffle = visits * _shuffleMicrosecondsPerVisit;
        double memory = bytes * _microsecondsPerByte;
        double compute = flops * _microsecondsPerFlop;
        return new OperationCost(_coefficients.FixedMicroseconds + shuffle + _knee.Of(memory, compute), flops, bytes + (visits * _shuffleBytesPerVisit))
        {
            LatencyMicroseconds = _coefficients.FixedMicroseconds,
            MemoryMicroseconds = shuffle + memory,
            ComputeMicroseconds = compute,
        };
    }
}
