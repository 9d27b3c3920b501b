using CsCheck;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

/// <summary>What holds for every single operation within the model's domain, on every device.</summary>
public sealed class OperationPropertyTests
{
    private const double Rounding = 1e-12;
    private const int Iterations = 5_000;

    private static readonly Gen<Gpu> Gpus = AnyOf([.. GpuCatalogue.All]);
    private static readonly Gen<int> Rows = Gen.Int[1, 32_768];
    private static readonly Gen<int> Widths = Gen.Int[512, 65_536];
    private static readonly Gen<int> Contexts = Gen.Int[8, 131_072];
    private static readonly Gen<int> Batches = Gen.Int[1, 2_048];
    private static readonly Gen<(int Heads, int KvHeads, int HeadDim)> Heads =
        Gen.Select(AnyOf(1, 2, 4, 8), AnyOf(1, 2, 4, 8, 16), AnyOf(64, 128, 256), (kv, group, dim) => (kv * group, kv, dim));

    [Fact]
    public void A_matrix_multiplication() => Gen.Select(Gpus, Rows, Widths, Widths, Gen.Int[1, 1_024]).Sample((gpu, rows, outputs, inputs, more) =>
    {
        foreach (Linear linear in Formats(gpu.Coefficients.LinearFp8).Select(bytes => Linear.Of(gpu, bytes)))
        {
            OperationCost cost = linear.Cost(rows, outputs, inputs);
            IsSound(cost, gpu);
            NotFaster(cost, linear.Cost(rows + more, outputs, inputs));
            NotFaster(cost, linear.Cost(rows, outputs + more, inputs));
            NotFaster(cost, linear.Cost(rows, outputs, inputs + more));
        }
    }, iter: Iterations);

    [Fact]
    public void Decode_attention() => Gen.Select(Gpus, Heads, Batches, Contexts, Gen.Int[1, 1_024]).Sample((gpu, heads, batch, context, more) =>
    {
        foreach (DecodeAttention attention in Formats(gpu.Coefficients.DecodeAttentionFp8).Select(bytes => new DecodeAttention(gpu, bytes, heads.Heads, heads.KvHeads, heads.HeadDim)))
        {
            OperationCost cost = attention.Cost(batch, (long)batch * context);
            IsSound(cost, gpu);
            NotFaster(cost, attention.Cost(batch, (long)batch * (context + more)));
            NotFaster(cost, attention.Cost(batch + more, ((long)batch * context) + more));
        }
    }, iter: Iterations);

    [Fact]
    public void Prefill_attention() => Gen.Select(Gpus, Heads, Batches, Gen.Int[1, 32_768], Contexts, Gen.Int[1, 1_024]).Sample((gpu, heads, batch, tokens, past, more) =>
    {
        foreach (PrefillAttention attention in Formats(gpu.Coefficients.PrefillAttentionFp8).Select(bytes => new PrefillAttention(gpu, bytes, heads.Heads, heads.KvHeads, heads.HeadDim)))
        {
            OperationCost cost = attention.Cost(batch, tokens, past);
            IsSound(cost, gpu);
            NotFaster(cost, attention.Cost(batch + 1, tokens, past));
            NotFaster(cost, attention.Cost(batch, tokens + more, past));
            NotFaster(cost, attention.Cost(batch, tokens, past + more));
        }
    }, iter: Iterations);

    [Fact]
    public void Equal_chunks_cost_what_their_sums_cost() => Gen.Select(Gpus, Heads, Gen.Int[1, 16], Gen.Int[1, 4_096], Gen.Int[0, 8_192]).Sample((gpu, heads, batch, tokens, past) =>
    {
        PrefillAttention attention = new(gpu, 2, heads.Heads, heads.KvHeads, heads.HeadDim);
        StepTotals totals = default;
        for (int i = 0; i < batch; i++)
        {
            totals.AddChunk(tokens, past, finishes: true);
        }

        Near.Equal(attention.Microseconds(totals), attention.Cost(batch, tokens, past).Microseconds, Rounding);
    }, iter: Iterations);

    [Fact]
    public void An_all_reduce() => Gen.Select(Gpus, AnyOf(2, 4, 8), Gen.Double[1, 1e10], Gen.Double[1, 2]).Sample((gpu, gpus, bytes, more) =>
    {
        AllReduce allReduce = new(gpu, gpus);
        OperationCost cost = allReduce.Cost(bytes);
        Assert.True(double.IsFinite(cost.Microseconds) && cost.Microseconds > 0);
        NotFaster(cost, allReduce.Cost(bytes * more));
    }, iter: Iterations);

    [Fact]
    public void Experts() => Gen.Select(Gpus.Where(gpu => gpu.Coefficients.MixtureOfExpertsBf16 is not null), Rows, AnyOf((8, 2), (128, 8), (128, 4), (64, 6)), Gen.Int[1, 1_024]).Sample(
        (gpu, tokens, experts, more) =>
        {
            foreach (int bytes in Formats(gpu.Coefficients.MixtureOfExpertsFp8))
            {
                MixtureOfExperts layer = new(gpu, bytes, null, 4_096, 1_792, experts.Item1, experts.Item2);
                OperationCost cost = layer.Cost(tokens);
                IsSound(cost, gpu);
                NotFaster(cost, layer.Cost(tokens + more));
            }
        }, iter: Iterations);

    [Fact]
    public void An_element_wise_kernel() => Gen.Select(Gpus, Gen.Double[1, 1e11], Gen.Double[1, 2]).Sample((gpu, bytes, more) =>
    {
        OperationCost cost = new Elementwise(gpu).Cost(bytes);
        IsSound(cost, gpu);
        NotFaster(cost, new Elementwise(gpu).Cost(bytes * more));
    }, iter: Iterations);

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static IEnumerable<int> Formats(object? fp8) => fp8 is null ? [2] : [2, 1];

    // Finite, and never under its bytes at the datasheet's bandwidth.
    private static void IsSound(OperationCost cost, Gpu gpu)
    {
        Assert.True(double.IsFinite(cost.Microseconds));
        Assert.True(cost.Microseconds > cost.Bytes / gpu.BytesPerSecond * 1e6);
    }

    private static void NotFaster(OperationCost less, OperationCost more) => Assert.True(more.Microseconds >= less.Microseconds * (1 - Rounding));
}
