using System.Text.Json.Nodes;
using Emulator;
using Emulator.Models;
using static Tests.Unit.Models.PublicConfigs;

namespace Tests.Unit.Models;

public sealed class HuggingFaceConfigTests
{
    public static TheoryData<string, string> InTheCatalogue { get; } = new()
    {
        { Llama8B, "Llama-3.1-8B" },
        { Llama70B, "Llama-3.1-70B" },
        { Mistral7B, "Mistral-7B" },
        { Mixtral8x7B, "Mixtral-8x7B" },
        { Qwen25With7B, "Qwen2.5-7B" },
        { Qwen25With72B, "Qwen2.5-72B" },
        { Qwen3With30BA3B, "Qwen3-30B-A3B" },
        { Qwen3With32B, "Qwen3-32B" },
    };

    [Theory]
    [MemberData(nameof(InTheCatalogue))]
    public void A_public_config_has_the_shape_of_its_catalogue_entry(string json, string name)
    {
        Transformer known = ModelCatalogue.Find(name);
        Transformer read = Read(json);

        Assert.Equal(known with { Name = read.Name, Aliases = read.Aliases, Source = read.Source, ParametersBillions = read.ParametersBillions }, read);
        Assert.Equal(known.ParametersBillions, read.ParametersBillions, 5e-4 * known.ParametersBillions);
    }

    [Fact]
    public void Gpt_oss_has_windows_experts_in_mxfp4_and_the_biases_that_its_catalogue_entry_leaves_out()
    {
        Transformer known = ModelCatalogue.Find("gpt-oss-120b");
        Transformer read = Read(GptOss120B);

        Assert.Equal(known with { Name = read.Name, Aliases = read.Aliases, Source = read.Source, ParametersBillions = read.ParametersBillions, QkvBias = true }, read);
        Assert.Equal((4.25, 128, 18), (read.ExpertBits!.Value, read.SlidingWindow!.Value, read.WindowedLayers));
        Assert.Equal(116.8, read.ParametersBillions, 0.05);
    }

    [Theory]
    [InlineData(Phi3Mini4K, 3.821, 2_047, 32, false, 96)]
    [InlineData(Gemma7B, 8.538, null, 0, true, 256)]
    public void Families_without_a_catalogue_entry_have_their_published_parameters(string json, double billions, int? window, int windowed, bool tied, int headDim)
    {
        Transformer read = Read(json);

        Assert.Equal(billions, read.ParametersBillions, 1e-3);
        Assert.Equal((window, windowed, tied, headDim), (read.SlidingWindow, read.WindowedLayers, read.TiedEmbeddings, read.HeadDim));
    }

    [Theory]
    [InlineData("head_dim", null, 128)]
    [InlineData("head_dim", "64", 64)]
    public void Head_width_is_hidden_size_by_heads_unless_the_file_says(string key, string? value, int headDim) =>
        Assert.Equal(headDim, Read(With(Llama8B, key, value)).HeadDim);

    [Fact]
    public void Windows_of_the_upper_layers_count_only_where_they_are_switched_on()
    {
        string on = With(With(With(Qwen25With7B, "use_sliding_window", "true"), "max_window_layers", "20"), "sliding_window", "4096");

        Assert.Equal((4_096, 8), (Read(on).SlidingWindow!.Value, Read(on).WindowedLayers));
        Assert.Null(Read(Qwen25With7B).SlidingWindow);
    }

    [Theory]
    [InlineData("4096", 32)]
    [InlineData("32768", 0)]
    [InlineData("262144", 0)]
    public void A_window_that_no_context_reaches_is_none(string window, int windowedLayers) =>
        Assert.Equal(windowedLayers, Read(With(Mistral7B, "sliding_window", window)).WindowedLayers);

    [Theory]
    [InlineData("""{"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}""", 131_072)]
    [InlineData("""{"rope_type": "linear", "factor": 2.0}""", 65_536)]
    [InlineData("""{"rope_type": "longrope", "factor": 2.0}""", 32_768)]
    [InlineData("""{"rope_theta": 1000000.0, "rope_type": "default"}""", 32_768)]
    public void A_scaled_rotary_embedding_lengthens_the_context(string scaling, int context) =>
        Assert.Equal(context, Read(With(Qwen25With7B, "rope_scaling", scaling)).MaxContext);

    [Fact]
    public void Its_name_is_the_one_it_came_with_or_that_of_its_folder()
    {
        Assert.Equal("my-folder", ModelCatalogue.Parse(Llama8B, "config.json", "my-folder").Name);
        Assert.Equal("meta-llama/Llama-3.1-8B", ModelCatalogue.Parse(With(Llama8B, "_name_or_path", "\"meta-llama/Llama-3.1-8B\""), "config.json", "my-folder").Name);
    }

    [Theory]
    [InlineData("model_type", "\"mamba\"", "model_type is 'mamba'; allowed are gemma, gpt_oss, llama, mistral, mixtral, phi3, qwen2, qwen3, qwen3_moe")]
    [InlineData("model_type", null, "model_type is missing; allowed are")]
    [InlineData("architectures", "[\"LlamaForSequenceClassification\"]", "architectures is LlamaForSequenceClassification; allowed with model_type llama is LlamaForCausalLM")]
    [InlineData("is_encoder_decoder", "true", "is_encoder_decoder is true, but an encoder beside the decoder is not modelled")]
    [InlineData("vision_config", "{}", "vision_config is an object, but a vision encoder is not modelled")]
    [InlineData("kv_lora_rank", "512", "kv_lora_rank is 512, but multi-head latent attention is not modelled")]
    [InlineData("n_shared_experts", "1", "n_shared_experts is 1, but a shared expert is not modelled")]
    [InlineData("mlp_bias", "true", "mlp_bias is true, but a bias in the feed-forward is not modelled")]
    [InlineData("quantization_config", """{"quant_method": "awq", "bits": 4}""", "quantization_config.quant_method is 'awq', but weights in that format are not modelled")]
    [InlineData("quantization_config", """{"quant_method": "mxfp4"}""", "quantization_config.quant_method is 'mxfp4', but weights in that format are not modelled")]
    [InlineData("quantization_config", """{"quant_method": "fp8"}""", "fp8 weights are asked for with dtype fp8")]
    [InlineData("torch_dtype", "\"float8_e4m3fn\"", "torch_dtype is 'float8_e4m3fn'; allowed are bfloat16, float16 and float32")]
    [InlineData("hidden_size", null, "hidden_size is missing")]
    [InlineData("hidden_size", "0", "hidden_size is 0; allowed is a whole number of 1 and more")]
    [InlineData("num_hidden_layers", "\"many\"", "num_hidden_layers is 'many'; allowed is a whole number of 1 and more")]
    [InlineData("num_key_value_heads", "5", "num_attention_heads is 32, not a multiple of num_key_value_heads (5)")]
    [InlineData("num_attention_heads", "24", "hidden_size is 4096, not a multiple of num_attention_heads (24), and head_dim is missing")]
    [InlineData("layer_types", "[\"linear_attention\"]", "layer_types has 'linear_attention', which is not modelled; allowed are full_attention and sliding_attention")]
    [InlineData("rope_scaling", """{"rope_type": "linear", "factor": -1}""", "rope_scaling.factor is -1; allowed is a number above 0")]
    [InlineData("vocab_size", "100000000", "vocabularySize is 100000000; allowed is 1 to 16777216")]
    public void What_is_not_modelled_missing_or_wrong_is_named(string key, string? value, string because)
    {
        string message = Refusal(With(Llama8B, key, value));

        Assert.StartsWith("the model file config.json cannot be modelled: ", message, StringComparison.Ordinal);
        Assert.Contains(because, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("decoder_sparse_step", "2", "decoder_sparse_step is 2, but a mixture of experts with dense layers is not modelled; allowed is 1")]
    [InlineData("mlp_only_layers", "[0, 1]", "mlp_only_layers is a list of 2, but a mixture of experts with dense layers is not modelled")]
    [InlineData("shared_expert_intermediate_size", "5632", "shared_expert_intermediate_size is 5632, but a shared expert is not modelled")]
    [InlineData("num_experts", null, "num_experts is missing")]
    [InlineData("num_experts_per_tok", "129", "expertsPerToken is 129 of 128 experts")]
    public void Mixtures_of_experts_are_whole_or_refused(string key, string? value, string because) =>
        Assert.Contains(because, Refusal(With(Qwen3With30BA3B, key, value)), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_comes_in_one_message()
    {
        string message = Refusal("""{"model_type": "llama"}""");

        Assert.All(
            ["hidden_size", "num_attention_heads", "num_hidden_layers", "intermediate_size", "vocab_size", "max_position_embeddings"],
            key => Assert.Contains($"{key} is missing", message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_read_can_be_written_as_a_catalogue_file_and_read_again()
    {
        Transformer read = Read(GptOss120B);
        Transformer again = ModelCatalogue.Parse(CatalogueFile.Write(read), "mine.json");

        Assert.Equal(read with { Aliases = again.Aliases }, again);
    }

    private static Transformer Read(string json) => ModelCatalogue.Parse(json, "config.json");

    private static string Refusal(string json) => Assert.Throws<InvalidConfigurationException>(() => Read(json)).Message;

    private static string With(string json, string key, string? value)
    {
        JsonObject root = JsonNode.Parse(json)!.AsObject();
        root.Remove(key);
        if (value is not null)
        {
            root[key] = JsonNode.Parse(value);
        }

        return root.ToJsonString();
    }
}
