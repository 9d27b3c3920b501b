using System.Text.Json;
using Emulator.Api;

namespace Tests.Integration.OpenAi;

/// <summary>What is told of the models that are served.</summary>
public sealed class ModelListTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("vllm", "vllm", "id object created owned_by root parent max_model_len permission")]
    [InlineData("openai", "system", "id object created owned_by")]
    [InlineData("strict", "system", "id object created owned_by")]
    public async Task A_model_has_the_fields_of_its_server(string server, string owner, string fields)
    {
        EmulatorServer started = await StartAsync($"--behave-as {server}");

        JsonElement list = await GetAsync(started, "v1/models");

        Assert.Equal("list", list.GetProperty("object").GetString());
        JsonElement one = list.GetProperty("data")[0];
        if (server != "vllm")
        {
            Assert.Equal(one.GetRawText(), (await GetAsync(started, "v1/models/Llama-3.1-8B")).GetRawText());
        }

        Assert.Equal(fields, string.Join(' ', one.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(("Llama-3.1-8B", "model", owner), (one.GetProperty("id").GetString(), one.GetProperty("object").GetString(), one.GetProperty("owned_by").GetString()));
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("openai")]
    public async Task Every_name_has_a_card_of_its_own(string behaviour)
    {
        EmulatorServer server = await StartAsync($$"""--model meta-llama/Llama-3.1-8B-Instruct --served-model-name ["mine","chat"] --behave-as {{behaviour}}""");

        JsonElement[] cards = [.. (await GetAsync(server, "v1/models")).GetProperty("data").EnumerateArray()];

        Assert.Equal(["mine", "chat"], cards.Select(card => card.GetProperty("id").GetString()));
        if (behaviour == "vllm")
        {
            Assert.All(cards, card => Assert.Equal("meta-llama/Llama-3.1-8B-Instruct", card.GetProperty("root").GetString()));
        }
        else
        {
            Assert.Equal("chat", (await GetAsync(server, "v1/models/chat")).GetProperty("id").GetString());
            string page = await _http.GetStringAsync(new Uri(server.HttpAddress, "metrics"));
            Assert.Contains("handler=\"/v1/models/{model}\"", page, StringComparison.Ordinal);
        }
    }

    private async Task<JsonElement> GetAsync(EmulatorServer server, string path) => JsonDocument.Parse(await _http.GetStringAsync(new Uri(server.HttpAddress, path))).RootElement;
}
