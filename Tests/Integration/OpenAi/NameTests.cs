using System.Net;
using System.Text;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Names of models and of requests.</summary>
public sealed class NameTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("vllm", "LLAMA-3.1-8b")]
    [InlineData("vllm", "meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData("openai", "llama-3.1-8b")]
    [InlineData("strict", "meta-llama/Llama-3.1-8B-Instruct")]
    public async Task A_model_is_served_under_its_very_name(string behaviour, string model)
    {
        EmulatorServer server = await StartAsync($"--behave-as {behaviour}");

        using HttpResponseMessage wrong = await PostAsync(server, model);
        using HttpResponseMessage right = await PostAsync(server, "Llama-3.1-8B");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (wrong.StatusCode, right.StatusCode));
        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("openai")]
    public async Task Who_asks_again_with_the_same_request_id_is_answered_too(string behaviour)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync($"--behave-as {behaviour}");

        Task<HttpResponseMessage>[] asking = [.. Enumerable.Range(0, 3).Select(_ => PostAsync(server, "Llama-3.1-8B", "dup"))];
        Wait.Until(() => server.Engine.Submitted == 3, "all of them");
        clock.RunFree();
        foreach (HttpResponseMessage response in await Task.WhenAll(asking))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }

        Expected = new LedgerCounts { Completed = 3 };
    }

    [Theory]
    [InlineData("auto", false)]
    [InlineData("required", false)]
    [InlineData("auto", true)]
    public async Task Tools_of_gpt_oss_are_taken_without_a_parser_but_its_calls_are_told_only_with_one(string choice, bool hasParser)
    {
        EmulatorServer server = await StartAsync($"--model gpt-oss-120b --tp 2{(hasParser ? " --enable-auto-tool-choice true --tool-call-parser openai" : "")}");
        using StringContent body = new(
            """{"model":"gpt-oss-120b","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"CHOICE","max_tokens":50}""".Replace("CHOICE", choice, StringComparison.Ordinal), Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await _http.PostAsync(new Uri(server.HttpAddress, "v1/chat/completions"), body);

        Assert.Equal((HttpStatusCode.OK, hasParser), (response.StatusCode, (await response.Content.ReadAsStringAsync()).Contains("\"tool_calls\":[{", StringComparison.Ordinal)));
        Expected = new LedgerCounts { Completed = 1 };
    }

    private async Task<HttpResponseMessage> PostAsync(EmulatorServer server, string model, string? id = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/completions"));
        request.Content = new StringContent($$"""{"model":"{{model}}","prompt":"hi","max_tokens":5}""", Encoding.UTF8, "application/json");
        if (id is not null)
        {
            request.Headers.Add("X-Request-Id", id);
        }

        return await _http.SendAsync(request);
    }
}
