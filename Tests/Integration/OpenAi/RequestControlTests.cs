using System.Net;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>What clients may say of their answers behind the model's name, as the HTTP port hears it, and how many probabilities they may ask for.</summary>
public sealed class RequestControlTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("org@v1", 200, 5, null)]
    [InlineData("org@v1@output_tokens=3", 200, 3, null)]
    [InlineData("m@reply=a@b.c", 200, 5, "a@b.c")]
    [InlineData("m@output_token=2", 400, null, "model ends with '@output_token=2'; allowed behind a model's name are @output_tokens=N and @reply=TEXT.")]
    [InlineData("m@foo=3", 400, null, "model ends with '@foo=3'; allowed behind a model's name are @output_tokens=N and @reply=TEXT.")]
    [InlineData("org@v2", 404, null, "The model `org@v2` does not exist.")]
    public async Task The_whole_name_counts_first_and_what_says_nothing_is_refused(string model, int status, int? tokens, string? text)
    {
        EmulatorServer server = await StartAsync("--request-control true --served-model-name [\"m\",\"org@v1\"]");

        (HttpStatusCode code, JsonElement reply) = await PostAsync(server, "v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""");

        Assert.Equal(status, (int)code);
        if (code == HttpStatusCode.OK)
        {
            Assert.Equal(tokens, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
            Assert.Equal(text ?? "", text is null ? "" : reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
            Expected = new LedgerCounts { Completed = 1 };
        }
        else
        {
            Assert.Contains(text!, reply.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
            Expected = new LedgerCounts { Invalid = 1 };
        }
    }

    [Theory]
    [InlineData("v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":1,"logprobs":true,"top_logprobs":500}""")]
    [InlineData("v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":1,"logprobs":true,"top_logprobs":-1}""")]
    [InlineData("v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":1,"prompt_logprobs":-1}""")]
    [InlineData("v1/completions", """{"prompt":"Hi","max_tokens":1,"logprobs":-1}""")]
    public async Task Without_a_cap_any_number_of_probabilities_may_be_asked_for(string path, string body)
    {
        EmulatorServer server = await StartAsync("--max-logprobs -1");

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, path, body)).Code);
        (HttpStatusCode code, JsonElement reply) = await PostAsync(server, "v1/completions", """{"prompt":"Hi","logprobs":300000}""");

        Assert.Equal(
            (HttpStatusCode.BadRequest, "Requested sample logprobs of 300000, which is greater than max allowed: 201014 (parameter=logprobs, value=300000)"),
            (code, reply.GetProperty("error").GetProperty("message").GetString()));
        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };
    }

    [Theory]
    [InlineData("v1/chat/completions", """{"messages":[{"role":"user","content":"the time of day"}],"max_tokens":9,"ignore_eos":true,"logprobs":true,"top_logprobs":256,"prompt_logprobs":256}""")]
    [InlineData("v1/completions", """{"prompt":"Of the time and the day","max_tokens":9,"ignore_eos":true,"logprobs":256,"echo":true}""")]
    [InlineData("v1/completions", """{"prompt":"Of the time and the day","max_tokens":9,"ignore_eos":true,"prompt_logprobs":300}""")]
    public async Task Of_a_word_that_is_made_up_as_many_are_told_as_there_are(string path, string body)
    {
        EmulatorServer server = await StartAsync("--max-logprobs -1");

        (HttpStatusCode code, JsonElement reply) = await PostAsync(server, path, body);

        Assert.True(code == HttpStatusCode.OK, reply.ToString());
        int[] told = [.. Objects(reply).Select(one => one.ValueKind == JsonValueKind.Array ? one.GetArrayLength() : one.EnumerateObject().Count())];
        Assert.NotEmpty(told);
        Assert.All(told, count => Assert.InRange(count, 240, 256));
        Expected = new LedgerCounts { Completed = 1 };
    }

    // All that is told of one token, wherever it stands.
    private static IEnumerable<JsonElement> Objects(JsonElement reply)
    {
        JsonElement choice = reply.GetProperty("choices")[0];
        JsonElement logprobs = choice.GetProperty("logprobs");
        IEnumerable<JsonElement> sampled = logprobs.ValueKind == JsonValueKind.Null ? []
            : logprobs.TryGetProperty("content", out JsonElement content) ? content.EnumerateArray().Select(token => token.GetProperty("top_logprobs"))
            : logprobs.GetProperty("top_logprobs").EnumerateArray();
        IEnumerable<JsonElement> prompt = new[] { reply, choice }
            .Where(one => one.TryGetProperty("prompt_logprobs", out JsonElement told) && told.ValueKind == JsonValueKind.Array)
            .SelectMany(one => one.GetProperty("prompt_logprobs").EnumerateArray());
        return sampled.Concat(prompt).Where(told => told.ValueKind != JsonValueKind.Null);
    }

    private async Task<(HttpStatusCode Code, JsonElement Reply)> PostAsync(EmulatorServer server, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, path), content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
