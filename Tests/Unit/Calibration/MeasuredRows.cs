using Emulator.Calibration;
using Emulator.Hardware;

namespace Tests.Unit.Calibration;

/// <summary>Rows as a measurement would have them, with times that a device's own coefficients give.</summary>
internal static class MeasuredRows
{
    private static readonly int[] Powers = [1, 2, 8, 32, 128, 512, 2_048, 8_192];

    public static IReadOnlyList<Operation> OfEveryKind(Gpu gpu)
    {
        LinearShape[] linear = [.. from m in Powers from n in new[] { 1_024, 4_096, 16_384 } from k in new[] { 2_048, 8_192 } select new LinearShape(m, n, k)];
        AttentionShape[] decode = [.. from batch in new[] { 1, 8, 64, 512 } from context in Powers[2..] from kv in new[] { 1, 4, 8 } select new AttentionShape(batch, context, 0, 8, kv, 128)];
        AttentionShape[] prefill = [.. from batch in new[] { 1, 4 } from tokens in Powers[3..] from kv in new[] { 1, 4, 8 } select new AttentionShape(batch, tokens, 0, 8, kv, 128)];
        AllReduceShape[] messages = [.. Enumerable.Range(10, 20).Select(power => new AllReduceShape(1L << power))];
        MixtureOfExpertsShape[] experts = [.. from tokens in Powers from tp in new[] { 1, 4 } from layer in new[] { (4_096, 14_336, 8, 2), (2_048, 768, 128, 8) } select new MixtureOfExpertsShape(tokens, layer.Item1, layer.Item2, layer.Item3, layer.Item4, tp)];
        ElementwiseShape[] bytes = [.. Enumerable.Range(12, 16).Select(power => new ElementwiseShape(1L << power))];
        return
        [
            Priced(gpu, new LinearOperation(2) { Gpu = gpu.Name, Name = "linear bf16", Samples = Unpriced(linear, shape => $"{shape.Outputs} x {shape.Inputs}") }),
            Priced(gpu, new LinearOperation(1) { Gpu = gpu.Name, Name = "linear fp8", Samples = Unpriced(linear, shape => $"{shape.Outputs} x {shape.Inputs}") }),
            Priced(gpu, new DecodeAttentionOperation(2) { Gpu = gpu.Name, Name = "decode attention bf16 KV", Samples = Unpriced(decode, shape => $"{shape.KvHeads}") }),
            Priced(gpu, new DecodeAttentionOperation(1) { Gpu = gpu.Name, Name = "decode attention fp8 KV", Samples = Unpriced(decode, shape => $"{shape.KvHeads}") }),
            Priced(gpu, new PrefillAttentionOperation(2) { Gpu = gpu.Name, Name = "prefill attention bf16 KV", Samples = Unpriced(prefill, shape => $"{shape.KvHeads}") }),
            Priced(gpu, new PrefillAttentionOperation(1) { Gpu = gpu.Name, Name = "prefill attention fp8 KV", Samples = Unpriced(prefill, shape => $"{shape.KvHeads}") }),
            Priced(gpu, new ElementwiseOperation { Gpu = gpu.Name, Name = "element-wise", Samples = Unpriced(bytes, shape => $"{shape.Bytes}") }),
            Priced(gpu, new AllReduceOperation(4) { Gpu = gpu.Name, Name = "all-reduce tp 4", Samples = Unpriced(messages, shape => $"{shape.Bytes}") }),
            Priced(gpu, new MixtureOfExpertsOperation(2) { Gpu = gpu.Name, Name = "MoE layer bf16", Samples = Unpriced(experts, shape => $"{shape.Experts}") }),
        ];
    }

    private static Sample<TShape>[] Unpriced<TShape>(IEnumerable<TShape> shapes, Func<TShape, string> name)
        where TShape : struct => [.. shapes.Select(shape => new Sample<TShape>(shape, name(shape), "", double.NaN))];

    private static OperationOf<TShape> Priced<TShape>(Gpu gpu, OperationOf<TShape> operation)
        where TShape : struct
    {
        double[] prices = operation.Price(gpu);
        operation.Replace([.. operation.Samples.Zip(prices, (sample, price) => sample with { Microseconds = price })]);
        return operation;
    }
}
