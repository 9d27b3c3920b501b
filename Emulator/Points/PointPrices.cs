using System.Globalization;
using System.Runtime.InteropServices;
using Emulator.CostModel;
using Emulator.Csv;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.Points;

/// <summary>
/// Prices points, a row of a file each: single operations and whole steps on the catalogues' devices. Does not allocate for a point once
/// its device and shape have been seen. Not safe for several threads.
/// </summary>
/// <param name="findGpu">A device by name.</param>
/// <param name="findModel">A model by name.</param>
internal sealed class PointPrices(Func<string, Gpu> findGpu, Func<string, Transformer> findModel)
{
    // Sums over a step's chunks stay far inside their types.
    private const int MostTokens = 10_000_000;

    private static readonly string[] s_kinds = ["linear", "attention_prefill", "attention_decode", "allreduce", "moe", "elementwise", "step"];

    private readonly NamedEntries<GpuPrices> _gpus = new(name => new GpuPrices(findGpu(name)));
    private readonly NamedEntries<Transformer> _models = new(findModel);
    private readonly List<PrefillChunk> _chunks = [];

    /// <summary>Columns that a file must have.</summary>
    public static IReadOnlyList<string> RequiredColumns { get; } = ["id", "kind"];

    /// <summary>Columns that some kind of point reads.</summary>
    public static IReadOnlyList<string> OtherColumns { get; } =
    [
        "gpu", "tp", "model", "dtype", "kv_dtype", "m", "n", "k", "batch", "context", "new_tokens", "past", "heads", "kv_heads", "head_dim", "bytes", "op_bytes",
        "tokens", "hidden", "expert_ffn", "experts", "topk", "chunks",
    ];

    /// <summary>The device of the last row that was priced.</summary>
    public Gpu Gpu { get; private set; } = null!;

    /// <summary>What of the last row that was priced nobody measured.</summary>
    public List<CoverageGap> Gaps { get; } = [];

    /// <summary>What the cost model says of a row.</summary>
    /// <exception cref="InvalidConfigurationException">It says nothing; the message is for the user.</exception>
    public Prediction Price(in CsvRow row)
    {
        Gaps.Clear();
        return row.Span("kind") switch
        {
            "linear" => Linear(row),
            "attention_prefill" => PrefillAttention(row),
            "attention_decode" => DecodeAttention(row),
            "allreduce" => AllReduce(row),
            "moe" => Experts(row),
            "elementwise" => Elementwise(row),
            "step" => Step(row),
            _ => throw UnknownKind(row),
        };
    }

    private Prediction Linear(in CsvRow row)
    {
        GpuPrices device = Device(row);
        bool fp8 = NumberFormats.IsFp8(row);
        (int rows, int outputs, int inputs) = (row.Whole("m"), row.Whole("n"), row.Whole("k"));
        Prediction prediction = device.Linear(fp8, rows, outputs, inputs);
        device.Coverage?.Linear(fp8).Check([rows, outputs, inputs], Gaps);
        return prediction;
    }

    private Prediction PrefillAttention(in CsvRow row)
    {
        GpuPrices device = Device(row);
        AttentionShape shape = Attention(row);
        (int batch, int newTokens, int past) = (row.Whole("batch"), row.Whole("new_tokens"), row.Has("past") ? row.Whole("past", 0) : 0);
        Prediction prediction = device.PrefillAttention(shape, batch, newTokens, past);
        device.Coverage?.PrefillAttention(shape.KvBytes).Check([batch, newTokens, past, shape.QueryHeads, shape.KvHeads, shape.HeadDim], Gaps);
        return prediction;
    }

    private Prediction DecodeAttention(in CsvRow row)
    {
        GpuPrices device = Device(row);
        AttentionShape shape = Attention(row);
        (int batch, int context) = (row.Whole("batch"), row.Whole("context"));
        Prediction prediction = device.DecodeAttention(shape, batch, context);
        device.Coverage?.DecodeAttention(shape.KvBytes).Check([batch, context, shape.QueryHeads, shape.KvHeads, shape.HeadDim], Gaps);
        return prediction;
    }

    private Prediction AllReduce(in CsvRow row)
    {
        GpuPrices device = Device(row);
        (int gpus, double bytes) = (Gpus(row), row.Count("bytes"));
        Prediction prediction = device.AllReduce(gpus, bytes);
        if (gpus > 1)
        {
            device.Coverage?.AllReduce(gpus).Check([bytes], Gaps);
        }

        return prediction;
    }

    private Prediction Experts(in CsvRow row)
    {
        GpuPrices device = Device(row);
        ExpertShape shape = ExpertsOf(row);
        int tokens = row.Whole("tokens");
        Prediction prediction = device.Experts(shape, tokens);
        device.Coverage?.Experts(shape.WeightBytes).Check([tokens, shape.HiddenSize, row.Whole("expert_ffn"), shape.Experts, shape.ExpertsPerToken, Gpus(row)], Gaps);
        if (device.Coverage is not null && shape.ExpertBits is not null)
        {
            Gaps.Add(CoverageGap.Of(StepCoverage.NarrowExperts));
        }

        return prediction;
    }

    private Prediction Elementwise(in CsvRow row)
    {
        GpuPrices device = Device(row);
        double bytes = row.Positive("op_bytes");
        device.Coverage?.Elementwise.Check([bytes], Gaps);
        return device.Elementwise(bytes);
    }

    private static int Gpus(in CsvRow row) => row.Has("tp") ? row.Whole("tp") : 1;

    private static AttentionShape Attention(in CsvRow row)
    {
        Precision precision = new(WeightType.Auto, NumberFormats.KvCache(row));
        (int heads, int kvHeads) = (row.Whole("heads"), row.Whole("kv_heads"));
        return kvHeads <= heads
            ? new AttentionShape(precision.KvBytes, heads, kvHeads, row.Whole("head_dim"))
            : throw row.Wrong("kv_heads", $"whole numbers from 1 to the heads, {heads}");
    }

    private static ExpertShape ExpertsOf(in CsvRow row)
    {
        WeightType weights = NumberFormats.Weights(row);
        (int experts, int expertsPerToken) = (row.Whole("experts"), row.Whole("topk"));
        return expertsPerToken <= experts
            ? new ExpertShape(
                new Precision(weights, KvCacheType.Auto).WeightBytes,
                weights == WeightType.Mxfp4 ? Precision.Mxfp4Bits : null,
                row.Whole("hidden"),
                row.Whole("expert_ffn") / (double)Gpus(row),
                experts,
                expertsPerToken)
            : throw row.Wrong("topk", $"whole numbers from 1 to the experts, {experts}");
    }

    private GpuPrices Device(in CsvRow row)
    {
        GpuPrices device = row.Has("gpu") ? _gpus[row.Span("gpu")] : throw row.Wrong("gpu", "the names that `hardware list` shows");
        Gpu = device.Gpu;
        return device;
    }

    private Prediction Step(in CsvRow row)
    {
        Transformer model = row.Has("model") ? _models[row.Span("model")] : throw row.Wrong("model", "the names that `models list` shows");
        StepCostModel deployment = Device(row).Deployment(new DeploymentShape(model, Gpus(row), new Precision(NumberFormats.Weights(row), NumberFormats.KvCache(row))));
        int batch = row.Has("batch") ? row.Whole("batch", 0) : 0;
        long context = row.Has("context") || batch > 0 ? row.Count("context", batch) : 0;
        ReadChunks(row);
        StepTotals totals = new() { Window = deployment.AttentionWindow ?? 0 };
        totals.AddEqualDecodes(batch, batch == 0 ? 0 : context);
        long tokens = batch;
        foreach (PrefillChunk chunk in _chunks)
        {
            tokens += chunk.NewTokens;
            if (tokens <= MostTokens)
            {
                totals.AddChunk(chunk.NewTokens, chunk.Past, finishes: true);
            }
        }

        if (tokens is 0 or > MostTokens)
        {
            throw tokens == 0
                ? row.Wrong("batch", "whole numbers of 1 and more where there are no chunks")
                : row.Wrong(batch > MostTokens ? "batch" : "chunks", $"steps of up to {MostTokens} tokens");
        }

        ReadOnlySpan<PrefillChunk> chunks = CollectionsMarshal.AsSpan(_chunks);
        deployment.Coverage?.Check(totals, chunks, Gaps);
        return GpuPrices.Step(deployment, totals, chunks);
    }

    // new:past;new:past, a past of 0 may be left out
    private void ReadChunks(in CsvRow row)
    {
        _chunks.Clear();
        ReadOnlySpan<char> text = row.Span("chunks");
        foreach (Range range in text.IsEmpty ? default : text.Split(';'))
        {
            ReadOnlySpan<char> chunk = text[range];
            int colon = chunk.IndexOf(':');
            int past = 0;
            if (!TryTokens(colon < 0 ? chunk : chunk[..colon], 1, out int newTokens) || (colon >= 0 && !TryTokens(chunk[(colon + 1)..], 0, out past)))
            {
                throw row.Wrong("chunks", $"new:past;new:past with 1 to {MostTokens} new tokens behind 0 to {MostTokens}");
            }

            _chunks.Add(new PrefillChunk(newTokens, past));
        }
    }

    private static bool TryTokens(ReadOnlySpan<char> text, int smallest, out int tokens) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out tokens) && tokens >= smallest && tokens <= MostTokens;

    private static InvalidConfigurationException UnknownKind(in CsvRow row)
    {
        string? nearest = NearestName.Of(row.Span("kind").ToString(), s_kinds);
        return row.Wrong("kind", $"{string.Join(", ", s_kinds[..^1])} and {s_kinds[^1]}{(nearest is null ? "" : $" (did you mean {nearest}?)")}");
    }
}
