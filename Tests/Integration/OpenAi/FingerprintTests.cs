using System.Net.Http.Json;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>What answers tell of the server that gave them.</summary>
public sealed class FingerprintTests : ServerTests
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("", "^vllm-0\\.32\\.0-[0-9a-f]{8}$")]
    [InlineData("--tensor-parallel-size 2", "^vllm-0\\.32\\.0-tp2-[0-9a-f]{8}$")]
    [InlineData("--tensor-parallel-size 2 --fingerprint-mode hash", "^vllm-0\\.32\\.0-[0-9a-f]{8}$")]
    [InlineData("--fingerprint-mode custom --fingerprint-value mine", "^mine$")]
    [InlineData("--fingerprint-mode custom", null)]
    [InlineData("--fingerprint-mode none", null)]
    [InlineData("--behave-as openai", null)]
    public async Task It_is_what_the_mode_says(string options, string? pattern)
    {
        EmulatorServer server = await StartAsync(options);

        JsonElement told = (await AskAsync(server)).GetProperty("system_fingerprint");

        Assert.Equal(pattern is null ? JsonValueKind.Null : JsonValueKind.String, told.ValueKind);
        Assert.Matches(pattern ?? "^$", told.GetString() ?? "");
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_stream_without_one_does_not_name_it()
    {
        EmulatorServer server = await StartAsync("--fingerprint-mode none");

        using HttpResponseMessage response = await _http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/completions"), new { prompt = "Hi", max_tokens = 2, stream = true });

        Assert.DoesNotContain("system_fingerprint", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Expected = new LedgerCounts { Completed = 1 };
    }

    private async Task<JsonElement> AskAsync(EmulatorServer server)
    {
        object body = new { model = "Llama-3.1-8B", messages = new[] { new { role = "user", content = "Hi" } }, max_tokens = 2 };
        using HttpResponseMessage response = await _http.PostAsJsonAsync(new Uri(server.HttpAddress, "v1/chat/completions"), body);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
