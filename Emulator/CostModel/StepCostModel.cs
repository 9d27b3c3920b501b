using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.CostModel;

/// <summary>
/// What one engine step costs on the GPUs of one tensor-parallel group: pure, deterministic, and without allocation. Never faster than
/// <see cref="FloorMicroseconds"/>, and never faster for more tokens, context or past.
/// </summary>
/// <remarks>
/// Most of a step depends on its token count alone, part of its head on how many sequences sample, and a windowed layer's attention, once
/// all contexts fill the window, on how many decode. All are computed once for each count and kept, so that a step in steady state is a
/// look-up and the attention. Safe for several threads: two that meet at an unknown count both compute it and write the same figures.
/// </remarks>
public sealed class StepCostModel : IStepPricing
{
    // One row a token count: the four parts that depend on nothing else. A row is known when its first part is not 0, so that part is
    // written last and read first.
    private const int Parts = 4;
    private const int Gemm = 0;
    private const int ElementwisePart = 1;
    private const int AllReducePart = 2;
    private const int Embedding = 3;

    private readonly Transformer _model;
    private readonly Layer _layer;
    private readonly DecodeAttention _decodeAttention;
    private readonly PrefillAttention _prefillAttention;
    private readonly Head _head;
    private readonly Floor _floor;
    private readonly WorkEstimate _work;
    private readonly Overhead _overhead;
    private readonly StepInterval? _interval;
    private readonly int _fullLayers;
    private readonly int _windowedLayers;
    private readonly int _window;
    private readonly double[] _byTokens;
    private readonly double[] _outputBySampling;
    private readonly double[] _fullWindowsByDecodes;

    /// <summary>Prepares the price list of one deployment.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="tensorParallelSize">Devices that share it [tp].</param>
    /// <param name="precision">Number formats of weights and KV cache.</param>
    /// <param name="maxTokensPerStep">Token counts up to this are computed once and kept; larger ones are computed each time.</param>
    /// <param name="maxSequences">The same for sequences that sample.</param>
    /// <exception cref="InvalidConfigurationException">The model cannot be split so, or the device lacks a link, a format or its coefficients.</exception>
    public StepCostModel(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision, int maxTokensPerStep, int maxSequences)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokensPerStep);
        ArgumentOutOfRangeException.ThrowIfNegative(maxSequences);
        Feasibility.Check(gpu, model, tensorParallelSize, precision);
        Gpu = gpu;
        TensorParallelSize = tensorParallelSize;
        Precision = precision;
        _model = model;
        Shard shard = Shard.Of(model, tensorParallelSize);
        Linear bf16 = Linear.Bf16(gpu);
        Elementwise elementwise = new(gpu);
        AllReduce allReduce = new(gpu, tensorParallelSize);
        MixtureOfExperts? experts = model.IsMixtureOfExperts
            ? new MixtureOfExperts(gpu, precision.WeightBytes, model.ExpertBits, model.HiddenSize, shard.FeedForwardSize, model.Experts, model.ExpertsPerToken)
            : null;
        _layer = new Layer(Linear.Of(gpu, precision.WeightBytes), bf16, elementwise, allReduce, experts, model, shard);
        _decodeAttention = new DecodeAttention(gpu, precision.KvBytes, shard.QueryHeads, shard.KvHeads, shard.HeadDim);
        _prefillAttention = new PrefillAttention(gpu, precision.KvBytes, shard.QueryHeads, shard.KvHeads, shard.HeadDim);
        _head = new Head(bf16, elementwise, allReduce, model, tensorParallelSize);
        _floor = new Floor(gpu, model, shard, precision, experts);
        _work = new WorkEstimate(model, shard, precision, experts);
        _overhead = new Overhead(gpu.Host ?? HostOverhead.Fitted);
        _interval = StepInterval.Of(gpu, model, tensorParallelSize, precision);
        Coverage = GpuCoverage.Of(gpu) is { } measured ? new StepCoverage(measured, model, tensorParallelSize, precision) : null;
        _windowedLayers = model.WindowedLayers;
        _fullLayers = model.Layers - model.WindowedLayers;
        _window = model.SlidingWindow ?? 0;
        _byTokens = new double[Parts * (maxTokensPerStep + 1)];
        _outputBySampling = new double[maxSequences + 1];
        _fullWindowsByDecodes = _windowedLayers > 0 ? new double[maxSequences + 1] : [];
    }

    /// <summary>The device.</summary>
    public Gpu Gpu { get; }

    /// <summary>The model.</summary>
    public Transformer Model => _model;

    /// <summary>Devices that share the model.</summary>
    public int TensorParallelSize { get; }

    /// <summary>Number formats of weights and KV cache.</summary>
    public Precision Precision { get; }

    /// <summary>What of the steps nobody measured; null of an uncalibrated device, on which nothing was.</summary>
    internal StepCoverage? Coverage { get; }

    /// <summary>Tokens that windowed layers attend to, for <see cref="StepTotals.Window"/>; null if the model has none.</summary>
    public int? AttentionWindow => _model.SlidingWindow;

    /// <summary>What a step costs; nothing if it computes no token.</summary>
    /// <param name="totals">The step's sums. For a model with a window they must be kept with <see cref="AttentionWindow"/>.</param>
    /// <param name="chunks">The prefill chunks behind the sums; read only for models with windowed layers.</param>
    /// <exception cref="ArgumentException">The model has windowed layers, and sums or chunks do not fit them.</exception>
    public StepCost Step(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        int tokens = totals.Tokens;
        if (tokens == 0)
        {
            return default;
        }

        double attention = (_fullLayers * _decodeAttention.Microseconds(totals.Decodes, totals.DecodeContext)) + (_fullLayers * _prefillAttention.Microseconds(totals));
        if (_windowedLayers > 0)
        {
            CheckWindow(totals, chunks);
            attention += (_windowedLayers * WindowedDecodeAttention(totals.Decodes, totals.WindowedDecodeContext))
                + (_windowedLayers * _prefillAttention.WindowedMicroseconds(chunks, _window));
        }

        double overhead = _overhead.Microseconds(totals.Sequences);
        double output = Output(totals.Sampling);
        int row = tokens * Parts;
        if ((uint)row >= (uint)_byTokens.Length)
        {
            return new StepCost(
                _layer.GemmMicroseconds(tokens), attention, _layer.ElementwiseMicroseconds(tokens), _layer.AllReduceMicroseconds(tokens), _head.EmbeddingMicroseconds(tokens) + output, overhead);
        }

        double gemm = Volatile.Read(ref _byTokens[row + Gemm]);
        if (gemm == 0)
        {
            gemm = Fill(row, tokens);
        }

        return new StepCost(
            gemm, attention, _byTokens[row + ElementwisePart], _byTokens[row + AllReducePart], _byTokens[row + Embedding] + output, overhead);
    }

    /// <summary>Whether steps have intervals: the device is calibrated, and every operation of the deployment was judged.</summary>
    public bool HasIntervals => _interval is not null;

    /// <summary>The 90 % interval around a step's cost; null where there are none (<see cref="HasIntervals"/>). It never begins under the floor.</summary>
    /// <param name="cost">The cost that <see cref="Step"/> gave.</param>
    /// <param name="totals">The step's sums.</param>
    public PredictionInterval? IntervalOf(in StepCost cost, in StepTotals totals)
    {
        if (_interval is null)
        {
            return null;
        }

        PredictionInterval interval = _interval.Around(cost, totals);
        double floor = FloorMicroseconds(totals);
        return interval.LowMicroseconds < floor ? interval with { LowMicroseconds = floor } : interval;
    }

    /// <inheritdoc/>
    StepCost IStepPricing.Step(long index, in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks) => Step(totals, chunks);

    /// <summary>What the step takes at the very least: the bytes it must read, at the datasheet's bandwidth.</summary>
    public double FloorMicroseconds(in StepTotals totals) => _floor.Microseconds(totals);

    /// <summary>What the step has each GPU compute and move, however long that takes.</summary>
    /// <inheritdoc cref="Step" path="/param"/>
    public StepWork WorkOf(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks) => _work.Of(totals, chunks);

    /// <summary>The same step operation by operation, for people who ask why. Not for a hot path.</summary>
    /// <inheritdoc cref="Step" path="/param"/>
    /// <exception cref="ArgumentException">The model has windowed layers, and sums or chunks do not fit them.</exception>
    public StepBreakdown Explain(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        StepCost cost = Step(totals, chunks);
        if (totals.Tokens == 0)
        {
            return new StepBreakdown(totals, cost, 0, []);
        }

        List<StepOperation> operations =
        [
            .. _layer.Operations(totals.Tokens),
            new(StepPart.Attention, "decode attention", _fullLayers, _decodeAttention.Cost(totals.Decodes, totals.DecodeContext)),
            new(StepPart.Attention, "prefill attention", _fullLayers, _prefillAttention.Cost(totals)),
            .. _head.Operations(totals.Tokens, totals.Sampling),
            new(StepPart.Overhead, "host", 1, _overhead.Cost(totals.Sequences)),
        ];
        if (_windowedLayers > 0)
        {
            operations.Add(new(StepPart.Attention, "decode attention, windowed", _windowedLayers, _decodeAttention.Cost(totals.Decodes, totals.WindowedDecodeContext)));
            operations.Add(new(StepPart.Attention, "prefill attention, windowed", _windowedLayers, _prefillAttention.WindowedCost(chunks, _window)));
        }

        List<CoverageGap> gaps = [];
        Coverage?.Check(totals, chunks, gaps);
        return new StepBreakdown(totals, cost, FloorMicroseconds(totals), [.. operations.Where(operation => operation.Microseconds > 0).OrderBy(operation => operation.Part)])
        {
            Interval = IntervalOf(cost, totals),
            NotMeasured = gaps,
        };
    }

    private void CheckWindow(in StepTotals totals, ReadOnlySpan<PrefillChunk> chunks)
    {
        if (totals.Window != _window || chunks.Length != totals.Chunks)
        {
            throw new ArgumentException(
                $"{_model.Name} has a window of {_window} tokens: the sums were kept with {totals.Window}, and {chunks.Length} of {totals.Chunks} chunks were given.");
        }
    }

    // Decodes whose contexts all fill the window, as nearly all do soon, depend on their number alone.
    private double WindowedDecodeAttention(int decodes, long context)
    {
        if (context != (long)decodes * _window || (uint)decodes >= (uint)_fullWindowsByDecodes.Length)
        {
            return _decodeAttention.Microseconds(decodes, context);
        }

        double known = _fullWindowsByDecodes[decodes];
        return known != 0 || decodes == 0 ? known : _fullWindowsByDecodes[decodes] = _decodeAttention.Microseconds(decodes, context);
    }

    private double Output(int sampling)
    {
        if ((uint)sampling >= (uint)_outputBySampling.Length)
        {
            return _head.OutputMicroseconds(sampling);
        }

        double known = _outputBySampling[sampling];
        return known != 0 || sampling == 0 ? known : _outputBySampling[sampling] = _head.OutputMicroseconds(sampling);
    }

    private double Fill(int row, int tokens)
    {
        double gemm = _layer.GemmMicroseconds(tokens);
        _byTokens[row + ElementwisePart] = _layer.ElementwiseMicroseconds(tokens);
        _byTokens[row + AllReducePart] = _layer.AllReduceMicroseconds(tokens);
        _byTokens[row + Embedding] = _head.EmbeddingMicroseconds(tokens);
        Volatile.Write(ref _byTokens[row + Gemm], gemm);
        return gemm;
    }
}
