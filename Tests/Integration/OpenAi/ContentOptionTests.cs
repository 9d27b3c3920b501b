using System.Net.Http.Json;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>What answers read, and how long prompts are taken to be, as the server was told.</summary>
public sealed class ContentOptionTests : ServerTests
{
    // 40 characters, 20 words of a token each, and a blank.
    private const string Letters = "a b c d e f g h i j k l m n o p q r s t ";

    private readonly HttpClient _http = new();

    [Fact]
    public async Task Canned_answers_are_chosen_by_what_was_said_and_else_by_seed()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                {"reply": "It rains.", "when": "weather"}
                {"reply": "I cannot say."}
                {"reply": "Who knows?"}
                """);
            EmulatorServer server = await StartAsync($"--content {file}");

            string[] others = [.. await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => SaidAsync(server, "And the time?", seed)))];

            Assert.Equal("It rains.", await SaidAsync(server, "How is the weather?", seed: 1));
            Assert.Equal(["I cannot say.", "Who knows?"], others.Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(others[3], await SaidAsync(server, "And the time?", seed: 3));
            Expected = new LedgerCounts { Completed = 18 };
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("39", 10)]
    [InlineData("40", 21)]
    public async Task Texts_above_a_size_are_estimated_at_four_characters_a_token(string above, int tokens)
    {
        EmulatorServer server = await StartAsync($"--estimate-tokens-above {above}");

        JsonElement reply = await PostAsync(server, "v1/completions", new { prompt = Letters, max_tokens = 1 });

        Assert.Equal(tokens, reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Expected = new LedgerCounts { Completed = 1 };
    }

    private async Task<string> SaidAsync(EmulatorServer server, string words, int seed)
    {
        JsonElement reply = await PostAsync(server, "v1/chat/completions", new { messages = new[] { new { role = "user", content = words } }, seed });
        return reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private async Task<JsonElement> PostAsync(EmulatorServer server, string path, object body)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync(new Uri(server.HttpAddress, path), body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
