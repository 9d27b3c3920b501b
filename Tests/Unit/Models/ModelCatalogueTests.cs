using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator;
using Emulator.Models;

namespace Tests.Unit.Models;

public sealed class ModelCatalogueTests
{
    [Theory]
    [InlineData("llama3-70b", "Llama-3-70B")]
    [InlineData("Llama-3-70b", "Llama-3-70B")]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", "Llama-3.1-70B")]
    [InlineData("META-LLAMA/meta-llama-3-8b-instruct", "Llama-3-8B")]
    [InlineData("openai/gpt-oss-120b", "gpt-oss-120b")]
    public void Names_and_aliases_are_found_whatever_their_case(string asked, string name) => Assert.Equal(name, ModelCatalogue.Find(asked).Name);

    [Theory]
    [InlineData("Llama-3-8B", 8.030, 8_192)]
    [InlineData("Llama-3-70B", 70.55, 8_192)]
    [InlineData("Llama-3.1-8B", 8.030, 131_072)]
    [InlineData("Llama-3.1-70B", 70.55, 131_072)]
    [InlineData("Llama-3.1-405B", 405.9, 131_072)]
    [InlineData("Mistral-7B", 7.248, 32_768)]
    [InlineData("Mixtral-8x7B", 46.70, 32_768)]
    [InlineData("Qwen2.5-7B", 7.616, 32_768)]
    [InlineData("Qwen2.5-32B", 32.76, 32_768)]
    [InlineData("Qwen2.5-72B", 72.71, 32_768)]
    [InlineData("Qwen3-32B", 32.76, 40_960)]
    [InlineData("Qwen3-30B-A3B", 30.53, 40_960)]
    [InlineData("gpt-oss-120b", 116.8, 131_072)]
    public void A_models_shape_has_its_published_parameters(string name, double billions, int context)
    {
        Transformer model = ModelCatalogue.Find(name);
        Assert.Equal(billions, model.Parameters / 1e9, 5e-4 * billions);
        Assert.Equal(context, model.MaxContext);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_all()
    {
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => ModelCatalogue.Find("Lama-3.1-70B"));
        Assert.Contains("model is 'Lama-3.1-70B'", error.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean Llama-3.1-70B?", error.Message, StringComparison.Ordinal);
        Assert.All(ModelCatalogue.All, model => Assert.Contains(model.Name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("parametersBillions", "8.1", "parametersBillions is 8.1, but the shape has 8.030")]
    [InlineData("layers", "0", "layers is 0")]
    [InlineData("kvHeads", "5", "not a multiple of kvHeads (5)")]
    [InlineData("expertsPerToken", "2", "expertsPerToken is 2 of 0 experts")]
    [InlineData("slidingWindow", "128", "windowedLayers is 0 of 32 with a slidingWindow of 128")]
    [InlineData("expertBits", "4.25", "expertBits is 4.25 with 0 experts")]
    [InlineData("hiddensize", "4096", "hiddensize")]
    public void A_shape_that_cannot_be_is_an_error(string key, string value, string because)
    {
        JsonObject root = JsonSerializer.SerializeToNode(ModelCatalogue.Find("Llama-3-8B"), WithoutComputed)!.AsObject();
        root[key] = JsonNode.Parse(value);
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => ModelCatalogue.Parse(root.ToJsonString(), "mine.json"));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_embeddings_count_once()
    {
        Transformer model = ModelCatalogue.Find("Llama-3-8B");
        Assert.Equal(128_256L * 4_096, model.Parameters - (model with { TiedEmbeddings = true }).Parameters);
    }

    private static readonly JsonSerializerOptions WithoutComputed = new(CatalogueFile.Options) { IgnoreReadOnlyProperties = true };
}
