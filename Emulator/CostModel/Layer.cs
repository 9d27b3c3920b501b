using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>What a layer does beside attention: its linear layers, element-wise kernels and all-reduces, of which all depend on the step's tokens alone.</summary>
/// <remarks>
/// Linear: G(T, qd+2·kd, h), G(T, h, qd), and G(T, 2·f', h) with G(T, h, f') in dense models, a router G(T, E, h) in bf16 with X(T) in
/// mixtures of experts. Element-wise: 2·W(8·T·h), W(4·T·(qd+kd)), and W(6·T·f') in dense models; experts fuse their activation.
/// All-reduce: 2·R(2·T·h), activations travel in 2 bytes. G, W, R and X are <see cref="Linear"/>, <see cref="Elementwise"/>,
/// <see cref="AllReduce"/> and <see cref="MixtureOfExperts"/>.
/// </remarks>
internal sealed class Layer(Linear linear, Linear bf16, Elementwise elementwise, AllReduce allReduce, MixtureOfExperts? experts, Transformer model, Shard shard)
{

    /// <summary>Query, key and value projections, fused.</summary>
    public OperationCost QueryKeyValue(int tokens) => linear.Cost(tokens, shard.QueryWidth + (2.0 * shard.KvWidth), model.HiddenSize);

    /// <summary>The attention's output projection.</summary>
    public OperationCost AttentionOutput(int tokens) => linear.Cost(tokens, model.HiddenSize, shard.QueryWidth);

    /// <summary>Gate and up projections of a dense feed-forward block, fused.</summary>
    public OperationCost GateAndUp(int tokens) => linear.Cost(tokens, 2.0 * shard.FeedForwardSize, model.HiddenSize);

    /// <summary>The down projection of a dense feed-forward block.</summary>
    public OperationCost Down(int tokens) => linear.Cost(tokens, model.HiddenSize, shard.FeedForwardSize);

    /// <summary>The router of a mixture of experts: small, kept in 2 bytes, and every GPU computes all of it.</summary>
    public OperationCost Router(int tokens) => bf16.Cost(tokens, model.Experts, model.HiddenSize);

    /// <summary>The experts that the tokens visit; nothing in a dense model.</summary>
    public OperationCost Experts(int tokens) => experts?.Cost(tokens) ?? default;

    /// <summary>A residual with its norm, fused; there are two.</summary>
    public OperationCost Norm(int tokens) => elementwise.Cost(8.0 * tokens * model.HiddenSize);

    /// <summary>Rotary embedding, with the write to the KV cache.</summary>
    public OperationCost RotaryAndKvWrite(int tokens) => elementwise.Cost(4.0 * tokens * (shard.QueryWidth + shard.KvWidth));

    /// <summary>The activation of a dense feed-forward block.</summary>
    public OperationCost Activation(int tokens) => elementwise.Cost(6.0 * tokens * shard.FeedForwardSize);

    /// <summary>One of the two all-reduces: after the attention's output and after the feed-forward's.</summary>
    public OperationCost SumOverGpus(int tokens) => allReduce.Cost(2.0 * tokens * model.HiddenSize);

    /// <summary>Microseconds of the linear layers of all layers.</summary>
    public double GemmMicroseconds(int tokens)
    {
        int layers = model.Layers;
        double attention = (layers * QueryKeyValue(tokens).Microseconds) + (layers * AttentionOutput(tokens).Microseconds);
        return experts is null
            ? attention + (layers * GateAndUp(tokens).Microseconds) + (layers * Down(tokens).Microseconds)
            : attention + (layers * Router(tokens).Microseconds) + (layers * Experts(tokens).Microseconds);
    }

    /// <summary>Microseconds of the element-wise kernels of all layers.</summary>
    public double ElementwiseMicroseconds(int tokens)
    {
        int layers = model.Layers;
        double always = (2 * layers * Norm(tokens).Microseconds) + (layers * RotaryAndKvWrite(tokens).Microseconds);
        return experts is null ? always + (layers * Activation(tokens).Microseconds) : always;
    }

    /// <summary>Microseconds of the all-reduces of all layers; 0 on one GPU.</summary>
    public double AllReduceMicroseconds(int tokens) => 2 * model.Layers * SumOverGpus(tokens).Microseconds;

    /// <summary>The operations of all layers, attention left out.</summary>
    /// <param name="tokens">Tokens of the step, at least 1 [T].</param>
    public IEnumerable<StepOperation> Operations(int tokens)
    {
        int layers = model.Layers;
        yield return new(StepPart.Gemm, "QKV projection", layers, QueryKeyValue(tokens));
        yield return new(StepPart.Gemm, "attention output", layers, AttentionOutput(tokens));
        if (experts is null)
        {
            yield return new(StepPart.Gemm, "gate + up", layers, GateAndUp(tokens));
            yield return new(StepPart.Gemm, "down", layers, Down(tokens));
        }
        else
        {
            yield return new(StepPart.Gemm, "router", layers, Router(tokens));
            yield return new(StepPart.Gemm, "experts", layers, Experts(tokens));
        }

        yield return new(StepPart.Elementwise, "residual + norm", 2 * layers, Norm(tokens));
        yield return new(StepPart.Elementwise, "rope + KV write", layers, RotaryAndKvWrite(tokens));
        if (experts is null)
        {
            yield return new(StepPart.Elementwise, "activation", layers, Activation(tokens));
        }

        if (shard.TensorParallelSize > 1)
        {
            yield return new(StepPart.AllReduce, "all-reduce after attention", layers, SumOverGpus(tokens));
            yield return new(StepPart.AllReduce, "all-reduce after feed-forward", layers, SumOverGpus(tokens));
        }
    }
}
