using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.Clients;

/// <summary><c>curl</c>, as users type it.</summary>
public sealed class CurlTests : ServerTests
{
    private const string Json = "content-type: application/json";

    [Fact]
    public async Task Chat()
    {
        EmulatorServer server = await StartAsync();

        JsonElement reply = JsonDocument.Parse(await CurlAsync(server, "v1/chat/completions", "-d", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":4}""")).RootElement;

        Assert.Equal(4, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Stream()
    {
        EmulatorServer server = await StartAsync();

        string events = await CurlAsync(server, "v1/chat/completions", "-N", "-d", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":4,"stream":true}""");

        Assert.All(events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries), one => Assert.StartsWith("data: ", one, StringComparison.Ordinal));
        Assert.EndsWith("data: [DONE]\n\n", events, StringComparison.Ordinal);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task The_documents_script_streams_and_ends_with_usage()
    {
        EmulatorServer server = await StartAsync();
        Assert.SkipUnless(Command.Exists("curl"), "curl is not installed");

        Command.Result result = await Command.RunAsync("sh", Path.Combine(SharedData.RepositoryRoot, "Tests", "Clients", "curl.sh"), server.HttpAddress.ToString());

        Assert.True(result.ExitCode == 0, result.Error);
        string[] events = result.Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        JsonElement last = JsonDocument.Parse(events[^2]["data: ".Length..]).RootElement;
        Assert.Equal((0, 6), (last.GetProperty("choices").GetArrayLength(), last.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("authorization: Bearer trout", 401)]
    [InlineData("authorization: Bearer swordfish", 200)]
    public async Task A_key(string? header, int status)
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");

        string reply = await CurlAsync(server, "v1/models", [.. (header is null ? (string[])[] : ["-H", header]), "-o", "/dev/null", "-w", "%{http_code}"]);

        Assert.Equal($"{status}", reply);
    }

    [Fact]
    public async Task Tool()
    {
        EmulatorServer server = await StartAsync("--enable-auto-tool-choice true --tool-call-parser hermes");
        const string body = """{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}],"tool_choice":"required"}""";

        JsonElement reply = JsonDocument.Parse(await CurlAsync(server, "v1/chat/completions", "-d", body)).RootElement;

        JsonElement call = reply.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal("weather", call.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(call.GetProperty("arguments").GetString()!).RootElement.GetProperty("city").ValueKind);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_schema()
    {
        EmulatorServer server = await StartAsync();
        const string body = """{"messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"]}}}}""";

        JsonElement reply = JsonDocument.Parse(await CurlAsync(server, "v1/chat/completions", "-d", body)).RootElement;

        Assert.Equal(JsonValueKind.Number, JsonDocument.Parse(reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!).RootElement.GetProperty("age").ValueKind);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Models() => Assert.Contains("\"id\":\"Llama-3.1-8B\"", await CurlAsync(await StartAsync(), "v1/models"), StringComparison.Ordinal);

    [Fact]
    public async Task An_error_with_its_status()
    {
        EmulatorServer server = await StartAsync();

        string reply = await CurlAsync(server, "v1/chat/completions", "-w", " %{http_code}", "-d", """{"model":"gpt-5","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("""{"error":{"message":"The model `gpt-5` does not exist.","type":"NotFoundError","param":"model","code":404}} 404""", reply);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task Retry_waits_as_long_as_it_is_told()
    {
        EmulatorServer server = await StartAsync("--max-num-queued-reqs 1");
        await server.Engine.PauseAsync(PauseMode.Keep);
        Task<string> inside = CurlAsync(server, "v1/completions", "-d", """{"prompt":"Hello","max_tokens":1}""");
        Wait.Until(() => server.Engine.Ledger.InFlight == 1, "a request that waits");

        Task<string> asking = CurlAsync(server, "v1/completions", "--retry", "5", "-d", """{"prompt":"Hello","max_tokens":2}""");
        Wait.Until(() => server.Engine.Ledger.Read().Rejected > 0, "a refusal");
        await server.Engine.ResumeAsync();

        Assert.Contains("\"completion_tokens\":2", await asking, StringComparison.Ordinal);
        await inside;
        Expected = new LedgerCounts { Completed = 2, Rejected = server.Engine.Ledger.Read().Rejected };
    }

    [Fact]
    public async Task Goes_when_its_time_is_over()
    {
        EmulatorServer server = await StartAsync("--time-scale 1");
        Assert.SkipUnless(Command.Exists("curl"), "curl is not installed");

        Command.Result result = await Command.RunAsync("curl", "-sN", "-m", "0.5", "-H", Json, new Uri(server.HttpAddress, "v1/chat/completions").ToString(), "-d", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":10000,"ignore_eos":true,"stream":true}""");

        Assert.Equal(28, result.ExitCode);
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    private static async Task<string> CurlAsync(EmulatorServer server, string path, params string[] arguments)
    {
        Assert.SkipUnless(Command.Exists("curl"), "curl is not installed");
        Command.Result result = await Command.RunAsync("curl", ["-sS", "-H", Json, new Uri(server.HttpAddress, path).ToString(), .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}
