using System.Net;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Answers of OpenAI's <c>/v1/completions</c> that are made and not told, in whole or in part.</summary>
public sealed class CandidateTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Of_several_candidates_the_first_are_told_and_all_are_counted()
    {
        EmulatorServer server = await StartAsync("--behave-as openai");

        JsonElement reply = await PostAsync(server, """{"model":"Llama-3.1-8B","prompt":["Hi","Ho"],"n":2,"best_of":5,"max_tokens":3,"seed":1}""");

        Assert.Equal([0, 1, 2, 3], reply.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal(2 * 5 * 3, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Expected = new LedgerCounts { Completed = 10 };
    }

    [Theory]
    [InlineData("false", "")]
    [InlineData("true", "Hi")]
    public async Task An_answer_of_no_tokens_is_empty_and_counts_none(string echo, string text)
    {
        EmulatorServer server = await StartAsync("--behave-as openai");

        JsonElement reply = await PostAsync(server, $$"""{"model":"Llama-3.1-8B","prompt":"Hi","max_tokens":0,"echo":{{echo}},"seed":1}""");

        Assert.Equal(text, reply.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(0, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData("5")]
    [InlineData("""{"a":[1]}""")]
    public async Task VLLM_does_not_look_at_the_number_of_candidates(string candidates)
    {
        EmulatorServer server = await StartAsync();

        JsonElement reply = await PostAsync(server, $$"""{"model":"Llama-3.1-8B","prompt":"Hi","best_of":{{candidates}},"max_tokens":3,"seed":1}""");

        Assert.Equal(3, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_token_that_is_none_is_told_of_no_parameter()
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await SendAsync(server, """{"prompt":[7,999999]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"message\":\"Token id 999999 is out of vocabulary\",\"type\":\"BadRequestError\",\"param\":null", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    private async Task<JsonElement> PostAsync(EmulatorServer server, string body)
    {
        using HttpResponseMessage response = await SendAsync(server, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private Task<HttpResponseMessage> SendAsync(EmulatorServer server, string body) =>
        _http.PostAsync(new Uri(server.HttpAddress, "v1/completions"), new StringContent(body, Encoding.UTF8, "application/json"));
}
