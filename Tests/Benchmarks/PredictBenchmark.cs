using BenchmarkDotNet.Attributes;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Points;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>
/// What predicting one point costs, start-up and CSV left out: the device found by its name, the terms of its shape looked up, and the
/// formula. Beside it a loop that does nothing but the two divisions of a plain roofline.
/// </summary>
[MemoryDiagnoser]
public class PredictBenchmark
{
    private const int Points = 1_000;

    private readonly NamedEntries<GpuPrices> _gpus = new(name => new GpuPrices(GpuCatalogue.Find(name)));
    private readonly Gpu _gpu = GpuCatalogue.Find("H100");
    private readonly Transformer _model = ModelCatalogue.Find("Llama-3.1-70B");
    private readonly AttentionShape[] _attention = [new(2, 8, 1, 128), new(1, 16, 2, 128), new(2, 32, 8, 128), new(2, 64, 8, 64)];
    private readonly ExpertShape[] _experts = [new(2, null, 4_096, 14_336, 8, 2), new(1, null, 2_048, 768, 128, 8), new(2, Precision.Mxfp4Bits, 2_880, 1_440, 128, 4)];
    private readonly (int Rows, int Outputs, int Inputs)[] _sizes = new (int, int, int)[Points];
    private readonly List<CoverageGap> _gaps = [];
    private readonly PrefillChunk[] _chunk = new PrefillChunk[1];

    [GlobalSetup]
    public void Draw()
    {
        Random random = new(1);
        for (int i = 0; i < Points; i++)
        {
            _sizes[i] = (random.Next(1, 8_193), 512 * random.Next(1, 65), 512 * random.Next(1, 65));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public double Plain_roofline()
    {
        double sum = 0;
        foreach ((int rows, int outputs, int inputs) in _sizes)
        {
            sum += Math.Max(2.0 * rows * outputs * inputs / (_gpu.PeakBf16FlopsPerSecond / 2), 2.0 * outputs * inputs / (0.8 * _gpu.BytesPerSecond));
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public double Linear() => Sum((gpu, i) => gpu.Linear(i % 2 == 0, _sizes[i].Rows, _sizes[i].Outputs, _sizes[i].Inputs));

    [Benchmark(OperationsPerInvoke = Points)]
    public double Attention_prefill() => Sum((gpu, i) => gpu.PrefillAttention(_attention[i % 4], 1 + (i % 8), _sizes[i].Rows, 0));

    [Benchmark(OperationsPerInvoke = Points)]
    public double Attention_decode() => Sum((gpu, i) => gpu.DecodeAttention(_attention[i % 4], 1 + (i % 256), _sizes[i].Rows));

    [Benchmark(OperationsPerInvoke = Points)]
    public double Allreduce() => Sum((gpu, i) => gpu.AllReduce(2 << (i % 3), _sizes[i].Outputs * 1_024.0));

    [Benchmark(OperationsPerInvoke = Points)]
    public double Moe() => Sum((gpu, i) => gpu.Experts(_experts[i % 3], _sizes[i].Rows));

    [Benchmark(OperationsPerInvoke = Points)]
    public double Elementwise() => Sum((gpu, i) => gpu.Elementwise(_sizes[i].Outputs * 1_024.0));

    [Benchmark(OperationsPerInvoke = Points)]
    public double Step() => Sum((gpu, i) =>
    {
        StepCostModel deployment = gpu.Deployment(new DeploymentShape(_model, 2 << (i % 3), default));
        StepTotals totals = default;
        totals.AddEqualDecodes(1 + (i % 256), 1_000L * (1 + (i % 256)));
        _chunk[0] = new PrefillChunk(_sizes[i].Rows, 0);
        totals.AddChunk(_chunk[0].NewTokens, 0, finishes: true);
        return GpuPrices.Step(deployment, totals, _chunk);
    });

    /// <summary>A point with its interval, and held to what was measured.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public double Linear_with_interval_and_coverage() => Sum((gpu, i) =>
    {
        _gaps.Clear();
        gpu.Coverage!.Linear(i % 2 == 0).Check([_sizes[i].Rows, _sizes[i].Outputs, _sizes[i].Inputs], _gaps);
        return gpu.Linear(i % 2 == 0, _sizes[i].Rows, _sizes[i].Outputs, _sizes[i].Inputs);
    });

    /// <summary>A step with its interval, and held to what was measured.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public double Step_with_interval_and_coverage() => Sum((gpu, i) =>
    {
        StepCostModel deployment = gpu.Deployment(new DeploymentShape(_model, 2 << (i % 3), default));
        StepTotals totals = default;
        totals.AddEqualDecodes(1 + (i % 256), 1_000L * (1 + (i % 256)));
        _chunk[0] = new PrefillChunk(_sizes[i].Rows, 0);
        totals.AddChunk(_chunk[0].NewTokens, 0, finishes: true);
        _gaps.Clear();
        deployment.Coverage!.Check(totals, _chunk, _gaps);
        return GpuPrices.Step(deployment, totals, _chunk);
    });

    private double Sum(Func<GpuPrices, int, Prediction> price)
    {
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            sum += price(_gpus[i % 2 == 0 ? "H100-SXM" : "h100"], i).Microseconds;
        }

        return sum;
    }
}
