namespace Emulator.Models;

/// <summary>A decoder-only transformer's shape, as far as cost and memory depend on it. Symbols in brackets are those of the cost model's formulas.</summary>
public sealed record Transformer
{
    /// <summary>The catalogue's name.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that mean this model.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Width of the residual stream [h].</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Layers [L].</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads [q].</summary>
    public required int QueryHeads { get; init; }

    /// <summary>KV heads; fewer than query heads with grouped-query attention [kv].</summary>
    public required int KvHeads { get; init; }

    /// <summary>Width of a head [d].</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width of the feed-forward layer, of one expert in a mixture of experts [f].</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>Tokens in the vocabulary [V].</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Experts a layer; 0 = a dense model [E].</summary>
    public int Experts { get; init; }

    /// <summary>Experts that one token visits [k].</summary>
    public int ExpertsPerToken { get; init; }

    /// <summary>Bits of one expert parameter where the experts are stored narrower than the rest (mxfp4: 4.25); null otherwise.</summary>
    public double? ExpertBits { get; init; }

    /// <summary>Tokens that windowed layers attend to; null = every layer attends to everything [w].</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Layers with the sliding window [Lw].</summary>
    public int WindowedLayers { get; init; }

    /// <summary>Whether the query, key and value projections have a bias.</summary>
    public bool QkvBias { get; init; }

    /// <summary>Whether input embedding and output head share one table.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>The longest context the model was made for, in tokens.</summary>
    public required int MaxContext { get; init; }

    /// <summary>Parameters as published, in billions; <see cref="Parameters"/> must agree within 0.5 %.</summary>
    public required double ParametersBillions { get; init; }

    /// <summary>Where the shape comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the feed-forward layers are mixtures of experts.</summary>
    public bool IsMixtureOfExperts => Experts > 0;

    /// <summary>Parameters of all layers: projections, bias, feed-forward or experts with router, two norms.</summary>
    /// <remarks>L·(h·d·(2q + 2kv) + [bias: d·(q + 2kv)] + 3·h·f·max(1, E) + h·E + 2h). Llama-3-8B: 6.979e9.</remarks>
    public long LayerParameters
    {
        get
        {
            long projections = (long)HiddenSize * HeadDim * ((2 * QueryHeads) + (2 * KvHeads));
            long bias = QkvBias ? (long)HeadDim * (QueryHeads + (2 * KvHeads)) : 0;
            long feedForward = 3L * HiddenSize * FeedForwardSize * Math.Max(1, Experts);
            long routerAndNorms = (long)HiddenSize * (Experts + 2);
            return Layers * (projections + bias + feedForward + routerAndNorms);
        }
    }

    /// <summary>Parameters of the experts alone: L·3·h·f·E; 0 in a dense model.</summary>
    public long ExpertParameters => Layers * 3L * HiddenSize * FeedForwardSize * Experts;

    /// <summary>Parameters of embedding and output head: V·h, once if they are tied, else twice.</summary>
    public long EmbeddingParameters => (long)VocabularySize * HiddenSize * (TiedEmbeddings ? 1 : 2);

    /// <summary>All parameters: layers, embedding and head, final norm. Llama-3-70B: 70.55e9.</summary>
    public long Parameters => LayerParameters + EmbeddingParameters + HiddenSize;

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(Source))
        {
            yield return $"{(string.IsNullOrWhiteSpace(Name) ? "name" : "source")} is empty; allowed is text";
        }

        // Far above every model, and low enough that no count of parameters or bytes overflows.
        (string Name, int Value, int Most)[] sizes =
        [
            ("hiddenSize", HiddenSize, 1 << 18), ("layers", Layers, 1 << 10), ("queryHeads", QueryHeads, 1 << 12), ("kvHeads", KvHeads, 1 << 12),
            ("headDim", HeadDim, 1 << 12), ("feedForwardSize", FeedForwardSize, 1 << 20), ("vocabularySize", VocabularySize, 1 << 24), ("maxContext", MaxContext, 1 << 30),
        ];
        foreach ((string name, int value, int most) in sizes.Where(field => field.Value < 1 || field.Value > field.Most))
        {
            yield return $"{name} is {value}; allowed is 1 to {most}";
        }

        if (KvHeads > 0 && QueryHeads % KvHeads != 0)
        {
            yield return $"queryHeads is {QueryHeads}, not a multiple of kvHeads ({KvHeads})";
        }

        if (Experts > 1 << 12)
        {
            yield return $"experts is {Experts}; allowed is 0 to {1 << 12}";
        }

        if (Experts < 0 || ExpertsPerToken < 0 || ExpertsPerToken > Experts || (Experts > 0 && ExpertsPerToken == 0))
        {
            yield return $"expertsPerToken is {ExpertsPerToken} of {Experts} experts; allowed is 1 to the number of experts, or neither";
        }

        if (SlidingWindow is <= 0 || WindowedLayers < 0 || WindowedLayers > Layers || (SlidingWindow is null) != (WindowedLayers == 0))
        {
            yield return $"windowedLayers is {WindowedLayers} of {Layers} with a slidingWindow of {SlidingWindow?.ToString() ?? "none"}; both are given or neither";
        }

        if (ExpertBits is <= 0 or > 16 || (ExpertBits is not null && Experts == 0))
        {
            yield return FormattableString.Invariant($"expertBits is {ExpertBits} with {Experts} experts; allowed is more than 0, at most 16, in a mixture of experts");
        }

        double stated = ParametersBillions * 1e9;
        if (!(Math.Abs(Parameters - stated) <= 0.005 * stated))
        {
            yield return FormattableString.Invariant($"parametersBillions is {ParametersBillions}, but the shape has {Parameters / 1e9:0.000} billion parameters: more than 0.5 % apart");
        }
    }
}
