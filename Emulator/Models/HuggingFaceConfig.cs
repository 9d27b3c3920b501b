using System.Text.Json.Nodes;

namespace Emulator.Models;

/// <summary>
/// Reads a Hugging Face <c>config.json</c> as it stands. Keys that change neither cost nor memory are passed over; one that does and is
/// not modelled is an error. The parameter count is computed from the shape.
/// </summary>
internal static class HuggingFaceConfig
{
    private const double Mxfp4Bits = 4.25;

    private static readonly string[] Marks = ["model_type", "architectures", "hidden_size", "num_hidden_layers"];

    /// <summary>Whether the object is such a file rather than one in the catalogue's format.</summary>
    public static bool Describes(JsonObject root) => Marks.Any(root.ContainsKey);

    /// <summary>The model that the file describes.</summary>
    /// <param name="root">The file's object.</param>
    /// <param name="file">What to call the file in messages.</param>
    /// <param name="unnamed">The model's name unless <c>_name_or_path</c> has one.</param>
    /// <exception cref="InvalidConfigurationException">Everything that is missing, wrong or not modelled.</exception>
    public static Transformer Read(JsonObject root, string file, string unnamed)
    {
        ConfigFields fields = new(root);
        HuggingFaceFamily? family = FamilyOf(fields);
        fields.Problems.AddRange(HuggingFaceRefusals.Of(fields, family));
        Transformer? model = family is null ? null : Model(fields, family, fields.Text("_name_or_path") ?? unnamed);
        if (fields.Problems.Count == 0)
        {
            fields.Problems.AddRange(model!.Problems());
        }

        return fields.Problems.Count == 0
            ? model!
            : throw new InvalidConfigurationException($"the {file} cannot be modelled: {string.Join("; ", fields.Problems.Distinct())}.");
    }

    private static HuggingFaceFamily? FamilyOf(ConfigFields fields)
    {
        string? type = fields.Text("model_type");
        HuggingFaceFamily? family = HuggingFaceFamily.All.FirstOrDefault(known => known.ModelType == type);
        if (family is null)
        {
            fields.Problems.Add($"model_type is {fields.Shown("model_type")}; allowed are {string.Join(", ", HuggingFaceFamily.All.Select(known => known.ModelType))}");
        }
        else if (fields["architectures"] is JsonArray { Count: > 0 } architectures && architectures[0]?.ToString() != family.Architecture)
        {
            fields.Problems.Add($"architectures is {architectures[0]}; allowed with model_type {family.ModelType} is {family.Architecture}");
        }

        return family;
    }

    private static Transformer Model(ConfigFields fields, HuggingFaceFamily family, string name)
    {
        int hiddenSize = fields.Count("hidden_size");
        int queryHeads = fields.Count("num_attention_heads");
        int kvHeads = family.MayLeaveOutKvHeads ? fields.CountOr("num_key_value_heads", queryHeads) : fields.Count("num_key_value_heads");
        if (queryHeads % kvHeads != 0)
        {
            fields.Problems.Add($"num_attention_heads is {queryHeads}, not a multiple of num_key_value_heads ({kvHeads})");
        }

        if (fields.Problems.Count == 0 && family.HeadDim is null && !fields.Has("head_dim") && hiddenSize % queryHeads != 0)
        {
            fields.Problems.Add($"hidden_size is {hiddenSize}, not a multiple of num_attention_heads ({queryHeads}), and head_dim is missing");
        }

        int layers = fields.Count("num_hidden_layers");
        int maxContext = MaxContext(fields);
        (int? window, int windowedLayers) = HuggingFaceWindow.Of(fields, family, layers);
        if (window >= maxContext)
        {
            // A window that no context reaches is none.
            (window, windowedLayers) = (null, 0);
        }

        Transformer model = new()
        {
            Name = name,
            HiddenSize = hiddenSize,
            Layers = layers,
            QueryHeads = queryHeads,
            KvHeads = kvHeads,
            HeadDim = fields.CountOr("head_dim", family.HeadDim ?? hiddenSize / queryHeads),
            FeedForwardSize = fields.Count(family.ExpertWidth),
            VocabularySize = fields.Count("vocab_size"),
            Experts = family.IsMixtureOfExperts ? fields.Count(family.ExpertCounts.FirstOrDefault(fields.Has) ?? family.ExpertCounts[0]) : 0,
            ExpertsPerToken = family.IsMixtureOfExperts ? fields.Count("num_experts_per_tok") : 0,
            ExpertBits = family.ShipsMxfp4 && fields.Has("quantization_config") ? Mxfp4Bits : null,
            SlidingWindow = window,
            WindowedLayers = windowedLayers,
            QkvBias = family.HasQkvBias || fields.Switch("attention_bias", absent: false),
            TiedEmbeddings = fields.Switch("tie_word_embeddings", family.TiesEmbeddings),
            MaxContext = maxContext,
            ParametersBillions = 0,
            Source = "a Hugging Face config.json",
        };
        return model with { ParametersBillions = model.Parameters / 1e9 };
    }

    // As vLLM derives the length that a scaled rotary embedding was made for: kinds whose max_position_embeddings already say it are left
    // alone, "yarn" stretches the length before the scaling, and the others the length itself.
    private static int MaxContext(ConfigFields fields)
    {
        int positions = fields.Count("max_position_embeddings");
        if ((fields["rope_scaling"] ?? fields["rope_parameters"]) is not JsonObject scaling)
        {
            return positions;
        }

        ConfigFields rope = new(scaling);
        string kind = rope.Text("rope_type") ?? rope.Text("type") ?? "default";
        if (kind is "default" or "llama3" or "longrope" or "su")
        {
            return positions;
        }

        double factor = rope.Number("factor") ?? 1;
        int original = kind == "yarn" ? rope.CountOr("original_max_position_embeddings", positions) : positions;
        fields.Problems.AddRange(rope.Problems.Select(problem => $"rope_scaling.{problem}"));
        double stretched = original * factor;
        if (stretched > int.MaxValue)
        {
            fields.Problems.Add($"rope_scaling.factor is {rope.Shown("factor")}, which makes a context of more than {int.MaxValue} tokens");
            return positions;
        }

        return (int)stretched;
    }
}
