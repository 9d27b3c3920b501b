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
    public double EmbeddingMicroseconds(int tokens)
    {
        double numbers = (double)tokens * model.HiddenSize;
        return elementwise.Microseconds(4 * numbers) + allReduce.Microseconds(2 * numbers);
    }

    /// <summary>Microseconds of the logits and the sampling of <paramref name="sampling"/> sequences.</summary>
    public double OutputMicroseconds(int sampling)
    {
        if (sampling == 0)
        {
            return 0;
        }

        double logits = (double)sampling * model.VocabularySize;
        return bf16.Microseconds(sampling, (double)model.VocabularySize / tensorParallelSize, model.HiddenSize)
            + elementwise.Microseconds(4 * logits)
            + allReduce.Microseconds(logits);
    }
}
