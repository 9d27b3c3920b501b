using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Models;

/// <summary>What in a <c>config.json</c> changes cost or memory and is not modelled: asked for, it is an error, never passed over.</summary>
internal static class HuggingFaceRefusals
{
    private static readonly (string Key, string What)[] NotModelled =
    [
        ("is_encoder_decoder", "an encoder beside the decoder"),
        ("vision_config", "a vision encoder"),
        ("audio_config", "an audio encoder"),
        ("text_config", "a language model inside a multimodal one"),
        ("kv_lora_rank", "multi-head latent attention"),
        ("shared_expert_intermediate_size", "a shared expert"),
        ("n_shared_experts", "a shared expert"),
        ("num_shared_experts", "a shared expert"),
        ("first_k_dense_replace", "a mixture of experts with dense layers"),
        ("num_nextn_predict_layers", "multi-token prediction"),
        ("mlp_bias", "a bias in the feed-forward"),
    ];

    private static readonly string[] SixteenBits = ["bfloat16", "float16", "float32", "torch.bfloat16", "torch.float16", "torch.float32"];

    private static readonly string[] NumberFormats = ["torch_dtype", "dtype"];
    private static readonly string[] SparseSteps = ["decoder_sparse_step", "moe_layer_freq"];

    /// <summary>Each in a sentence without a full stop.</summary>
    /// <param name="fields">The file.</param>
    /// <param name="family">Its kind; null = not modelled anyway.</param>
    public static IEnumerable<string> Of(ConfigFields fields, HuggingFaceFamily? family) =>
    [
        .. NotModelled.Where(refusal => Asks(fields[refusal.Key])).Select(refusal => $"{refusal.Key} is {fields.Shown(refusal.Key)}, but {refusal.What} is not modelled"),
        .. Quantization(fields, family),
        .. NumberFormat(fields),
        .. SparseLayers(fields),
    ];

    private static bool Asks(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.Number => value.GetValue<double>() != 0,
        _ => true,
    };

    private static IEnumerable<string> Quantization(ConfigFields fields, HuggingFaceFamily? family)
    {
        if (fields.Has("compression_config"))
        {
            yield return "compression_config is given, but weights that are compressed are not modelled";
        }

        if (!fields.Has("quantization_config"))
        {
            yield break;
        }

        string? method = (fields["quantization_config"] as JsonObject)?["quant_method"]?.ToString();
        if (method == "mxfp4" && family?.ShipsMxfp4 == true)
        {
            yield break;
        }

        string instead = method == "fp8"
            ? "fp8 weights are asked for with dtype fp8 and the config.json of the model before quantization"
            : "weights in that format are not modelled; allowed are mxfp4 with model_type gpt_oss, and no quantization_config";
        yield return $"quantization_config.quant_method is {(method is null ? "missing" : $"'{method}'")}, but {instead}";
    }

    // float32 is served in 16 bits, as vLLM does.
    private static IEnumerable<string> NumberFormat(ConfigFields fields)
    {
        foreach (string key in NumberFormats.Where(fields.Has))
        {
            if (!SixteenBits.Contains(fields.Text(key)))
            {
                yield return $"{key} is {fields.Shown(key)}; allowed are bfloat16, float16 and float32, which is served in 16 bits";
            }
        }
    }

    private static IEnumerable<string> SparseLayers(ConfigFields fields)
    {
        if (fields["mlp_only_layers"] is JsonArray { Count: > 0 })
        {
            yield return $"mlp_only_layers is {fields.Shown("mlp_only_layers")}, but a mixture of experts with dense layers is not modelled";
        }

        foreach (string key in SparseSteps)
        {
            if (fields.Has(key) && fields.CountOr(key, 1) != 1)
            {
                yield return $"{key} is {fields.Shown(key)}, but a mixture of experts with dense layers is not modelled; allowed is 1";
            }
        }
    }
}
