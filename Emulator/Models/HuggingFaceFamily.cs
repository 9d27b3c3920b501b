namespace Emulator.Models;

/// <summary>
/// A kind of model that a <c>config.json</c> can describe and the formulas of <see cref="Transformer"/> hold for: a decoder with two norms
/// a layer and a gated feed-forward. Defaults are those of the transformers library, for keys that a file leaves out.
/// </summary>
/// <param name="ModelType">Its <c>model_type</c>.</param>
/// <param name="Architecture">Its class in <c>architectures</c>.</param>
internal sealed record HuggingFaceFamily(string ModelType, string Architecture)
{
    /// <summary>The families that are modelled.</summary>
    public static IReadOnlyList<HuggingFaceFamily> All { get; } =
    [
        new("gemma", "GemmaForCausalLM") { TiesEmbeddings = true, HeadDim = 256 },
        new("gpt_oss", "GptOssForCausalLM") { HeadDim = 64, Window = WindowRule.Alternating, ExpertCounts = ["num_local_experts", "num_experts"], ExpertWidth = "intermediate_size", ShipsMxfp4 = true },
        new("llama", "LlamaForCausalLM") { MayLeaveOutKvHeads = true },
        new("mistral", "MistralForCausalLM") { Window = WindowRule.EveryLayer },
        new("mixtral", "MixtralForCausalLM") { Window = WindowRule.EveryLayer, ExpertCounts = ["num_local_experts"], ExpertWidth = "intermediate_size" },
        new("phi3", "Phi3ForCausalLM") { Window = WindowRule.EveryLayer, MayLeaveOutKvHeads = true },
        new("qwen2", "Qwen2ForCausalLM") { HasQkvBias = true, Window = WindowRule.UpperLayers },
        new("qwen3", "Qwen3ForCausalLM") { HeadDim = 128, Window = WindowRule.UpperLayers },
        new("qwen3_moe", "Qwen3MoeForCausalLM") { Window = WindowRule.UpperLayers, ExpertCounts = ["num_experts", "num_local_experts"], ExpertWidth = "moe_intermediate_size" },
    ];

    /// <summary>Whether embedding and head share a table unless <c>tie_word_embeddings</c> says.</summary>
    public bool TiesEmbeddings { get; init; }

    /// <summary>Whether query, key and value have a bias whatever <c>attention_bias</c> says.</summary>
    public bool HasQkvBias { get; init; }

    /// <summary>Head width unless <c>head_dim</c> says; null = hidden_size / num_attention_heads.</summary>
    public int? HeadDim { get; init; }

    /// <summary>Whether a file without <c>num_key_value_heads</c> means as many as query heads.</summary>
    public bool MayLeaveOutKvHeads { get; init; }

    /// <summary>Which layers have the sliding window unless <c>layer_types</c> says.</summary>
    public WindowRule Window { get; init; }

    /// <summary>Keys that count the experts, the first that is there; empty = dense.</summary>
    public IReadOnlyList<string> ExpertCounts { get; init; } = [];

    /// <summary>The key of one expert's feed-forward width.</summary>
    public string ExpertWidth { get; init; } = "intermediate_size";

    /// <summary>Whether its experts may ship in mxfp4.</summary>
    public bool ShipsMxfp4 { get; init; }

    /// <summary>Whether its feed-forward layers are mixtures of experts.</summary>
    public bool IsMixtureOfExperts => ExpertCounts.Count > 0;
}
