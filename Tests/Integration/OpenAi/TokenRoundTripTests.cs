using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>The tokens of a conversation can be looked at, given back as a prompt, and named in every field that names tokens.</summary>
public sealed class TokenRoundTripTests : ServerTests
{
    private const string Talk = """
        "messages":[{"role":"seer","content":"Grüß 👋"},{"role":"user","content":"Hello"}]
        """;
    private const string Layout = "<|begin_of_text|><|start_header_id|>seer<|end_header_id|>\n\nGrüß 👋<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|>";
    private const string Header = "<|start_header_id|>assistant<|end_header_id|>\n\n";

    private readonly HttpClient _http = new();

    public static TheoryData<string, string> Tokenizers => new()
    {
        { "", "" },
        { "x.tiktoken", string.Concat(Enumerable.Range(0, 256).Select(one => $"{Convert.ToBase64String([(byte)one])} {one}\n")) },
    };

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public async Task The_tokens_of_a_chat_come_back_as_its_text_and_as_a_prompt(string file, string content)
    {
        using TemporaryFolder folder = new();
        EmulatorServer server = await StartAsync(file.Length == 0 ? "" : $"--tokenizer {folder.Write(file, content)}");

        int[] ids = IdsIn(await PostAsync(server, "tokenize", "{" + Talk + "}"), "tokens");
        JsonElement chat = await PostAsync(server, "v1/chat/completions", "{" + Talk + ""","max_tokens":1,"return_token_ids":true,"return_prompt_text":true}""");
        string list = $"[{string.Join(',', ids)}]";
        JsonElement text = await PostAsync(server, "v1/completions", $$$"""{"prompt":{{{list}}},"max_tokens":1,"seed":1,"echo":true,"stop_token_ids":{{{list}}},"allowed_token_ids":{{{list}}},"logit_bias":{"{{{ids[0]}}}":1}}""");
        JsonElement again = await PostAsync(server, "v1/completions", $$"""{"prompt":[{{list}}],"max_tokens":1,"return_token_ids":true}""");

        Assert.Equal(Layout + Header, await TextOfAsync(server, ids));
        Assert.Equal((Layout + Header, ids.Length), (chat.GetProperty("prompt_text").GetString(), chat.GetProperty("usage").GetProperty("prompt_tokens").GetInt32()));
        Assert.Equal(ids, IdsIn(chat, "prompt_token_ids"));
        Assert.Equal(ids, IdsIn(again.GetProperty("choices")[0], "prompt_token_ids"));
        Assert.StartsWith(Layout + Header, text.GetProperty("choices")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Expected = new LedgerCounts { Completed = 3 };
    }

    [Theory]
    [InlineData("\"add_generation_prompt\":false", Layout)]
    [InlineData("\"add_generation_prompt\":false,\"continue_final_message\":true", "<|begin_of_text|><|start_header_id|>seer<|end_header_id|>\n\nGrüß 👋<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello")]
    public async Task Tokenize_ends_a_chat_as_it_is_told(string fields, string text)
    {
        EmulatorServer server = await StartAsync();

        int[] ids = IdsIn(await PostAsync(server, "tokenize", "{" + Talk + "," + fields + "}"), "tokens");

        Assert.Equal(text, await TextOfAsync(server, ids));
    }

    [Fact]
    public async Task Ids_that_no_token_has_add_nothing_to_a_text()
    {
        EmulatorServer server = await StartAsync();

        Assert.Equal("hello<|endoftext|> world", await TextOfAsync(server, [24912, 200_500, 199_999, 2_000_000_000, 2375]));
    }

    private async Task<string?> TextOfAsync(EmulatorServer server, int[] ids) =>
        (await PostAsync(server, "detokenize", $$"""{"tokens":[{{string.Join(',', ids)}}]}""")).GetProperty("prompt").GetString();

    private static int[] IdsIn(JsonElement reply, string field) => [.. reply.GetProperty(field).EnumerateArray().Select(id => id.GetInt32())];

    private async Task<JsonElement> PostAsync(EmulatorServer server, string path, string body)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, path), content);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
