using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>The model's two ends: the input embedding, and the output head with sampling. Both stay at 2 bytes a weight.</summary>
/// <remarks>
/// Embedding, T tokens: W(4·T·h), and on several GPUs R(2·T·h), since the table is sharded. Output, S sequences that sample:
/// G(S, V/tp, h) in bf16 and W(4·S·V) for the sampler, and on several GPUs R(S·V) to gather the logits; 0 if nobody samples. W, R and G
/// are <see cref="Elementwise"/>, <see cref="AllReduce"/> and <see cref="Linear"/>. H100-SXM, Llama-3-70B at tp 8, 32 tokens, all of
/// which sample: 151.91 µs together.
/// </remarks>
internal sealed class Head(Linear bf16, Elementwise elementwise, AllReduce allReduce, Transformer model, int tensorParallelSize)
{
    /// <summary>Microseconds of the input embedding of <paramref name="tokens"/>.</summary>
    public double EmbeddingMicroseconds(int tokens) => Lookup(tokens).Microseconds + LookupSum(tokens).Microseconds;

    /// <summary>Microseconds of the logits and the sampling of <paramref name="sampling"/> sequences.</summary>
    public double OutputMicroseconds(int sampling) =>
        sampling == 0 ? 0 : Logits(sampling).Microseconds + Sampler(sampling).Microseconds + LogitsGather(sampling).Microseconds;

    /// <summary>The operations of both ends.</summary>
    /// <param name="tokens">Tokens of the step, at least 1 [T].</param>
    /// <param name="sampling">Sequences that sample [S].</param>
    public IEnumerable<StepOperation> Operations(int tokens, int sampling)
    {
        yield return new(StepPart.Head, "embedding", 1, Lookup(tokens));
        if (tensorParallelSize > 1)
        {
            yield return new(StepPart.Head, "all-reduce of embedding", 1, LookupSum(tokens));
        }

        if (sampling == 0)
        {
            yield break;
        }

        yield return new(StepPart.Head, "output head", 1, Logits(sampling));
        yield return new(StepPart.Head, "sampler", 1, Sampler(sampling));
        if (tensorParallelSize > 1)
        {
            yield return new(StepPart.Head, "gather of logits", 1, LogitsGather(sampling));
        }
    }

    private OperationCost Lookup(int tokens) => elementwise.Cost(4.0 * tokens * model.HiddenSize);

    private OperationCost LookupSum(int tokens) => allReduce.Cost(2.0 * tokens * model.HiddenSize);

    private OperationCost Logits(int sampling) => bf16.Cost(sampling, (double)model.VocabularySize / tensorParallelSize, model.HiddenSize);

    private OperationCost Sampler(int sampling) => elementwise.Cost(4.0 * sampling * model.VocabularySize);

    private OperationCost LogitsGather(int sampling) => allReduce.Cost((double)sampling * model.VocabularySize);
}
