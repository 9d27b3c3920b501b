using Emulator.CostModel.Latencies;
using Emulator.Numerics;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>
/// Prices steps by latencies that somebody asked for instead of a device's physics: a step lasts the inter-token latency, whatever is in it, and
/// a request is held back before it reaches the scheduler for what its time to first token is longer than its prefill.
/// </summary>
/// <remarks>
/// On an idle server the first token comes exactly the time to first token after receipt, and each further one an inter-token latency later.
/// Under load the first token also waits for the step under way to end, and for whatever else requests wait for: a free place, KV blocks,
/// the token budget. A prompt cut over n steps is held back for ttft − n·itl, and not at all when that is negative.
/// Draws depend on the seed and on the step's number (itl) or the request's id (ttft) alone, so that a run can be repeated. Where itl is a distribution, its mean
/// stands in ttft − n·itl.
/// </remarks>
public sealed class ConstantLatency : IStepPricing
{
    // What is drawn for requests must not follow what is drawn for steps.
    private const ulong StepStream = 0x7374_6570;
    private const ulong RequestStream = 0x7474_6674;

    private readonly int _prefillTokensPerStep;
    private readonly ulong _stepSeed;
    private readonly ulong _requestSeed;
    private readonly double _itlMeanMicroseconds;
    private readonly double? _fixedItlMicroseconds;

    /// <summary>The latencies of one engine.</summary>
    /// <param name="latencies">What was asked for.</param>
    /// <param name="prefillTokensPerStep">Tokens of one prompt that a step without decodes computes at most.</param>
    /// <param name="seed">Seed of all draws.</param>
    public ConstantLatency(TokenLatencies latencies, int prefillTokensPerStep, long seed)
    {
        ArgumentNullException.ThrowIfNull(latencies);
        ArgumentOutOfRangeException.ThrowIfLessThan(prefillTokensPerStep, 1);
        Latencies = latencies;
        _prefillTokensPerStep = prefillTokensPerStep;
        _stepSeed = SplitMix64.Mix((ulong)seed ^ StepStream);
        _requestSeed = SplitMix64.Mix((ulong)seed ^ RequestStream);
        _itlMeanMicroseconds = latencies.Itl.MeanMicroseconds;
        _fixedItlMicroseconds = latencies.Itl is FixedLatency ? latencies.Itl.MeanMicroseconds : null;
    }

    /// <summary>What was asked for.</summary>
    public TokenLatencies Latencies { get; }

    /// <inheritdoc/>
    /// <remarks>All of it is overhead: no term of a device has a part in it.</remarks>
    public StepCost Step(long index, in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks) => totals.Tokens == 0
        ? default
        : new StepCost(0, 0, 0, 0, 0, _fixedItlMicroseconds ?? Latencies.Itl.DrawMicroseconds(Uniform(SplitMix64.Mix(_stepSeed + (ulong)index))));

    /// <summary>Microseconds for which a request is held back between its receipt and the scheduler.</summary>
    /// <param name="requestId">The request's id.</param>
    /// <param name="promptTokens">Length of its prompt.</param>
    public double HoldBackMicroseconds(string requestId, int promptTokens)
    {
        ArgumentNullException.ThrowIfNull(requestId);
        ulong key = _requestSeed;
        foreach (char letter in requestId)
        {
            key = SplitMix64.Mix(key ^ letter);
        }

        long steps = ((long)promptTokens + _prefillTokensPerStep - 1) / _prefillTokensPerStep;
        return Math.Max(0, Latencies.Ttft.DrawMicroseconds(Uniform(key)) - (steps * _itlMeanMicroseconds));
    }

    /// <summary>The middle of one of 2⁵² equal cells between 0 and 1, so that every quantile is finite.</summary>
    private static double Uniform(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1L << 52));
}
