using System.Net;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>Answers of a prescribed form, beyond those in the transcripts.</summary>
public sealed class ReplyFormatTests : ServerTests
{
    private const string CallsTools = "--enable-auto-tool-choice true --tool-call-parser hermes";
    private const string Endless = """{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""";

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("\"structured_outputs\":{\"regex\":\"[a-f]{4}-\\\\d{2}\"}", "^[a-f]{4}-[0-9]{2}$")]
    [InlineData("\"structured_outputs\":{\"choice\":[\"yes\",\"no\"]}", "^(yes|no)$")]
    [InlineData("\"structured_outputs\":{\"json\":\"{\\\"const\\\":7}\"}", "^7$")]
    [InlineData("\"structured_outputs\":{\"json_object\":true}", "^{.*}$")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{\"type\":\"string\",\"pattern\":\"^z{3}$\"}}}", "^\"zzz\"$")]
    public async Task The_answer_is_what_was_asked_for(string field, string pattern)
    {
        EmulatorServer server = await StartAsync();

        JsonElement message = await MessageAsync(server, field);

        Assert.Matches(pattern, message.GetProperty("content").GetString()!);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_tool_whose_arguments_cannot_be_made_is_not_called()
    {
        EmulatorServer server = await StartAsync(CallsTools);

        JsonElement message = await MessageAsync(server, $$$"""
            "tools":[{"type":"function","function":{"name":"f","parameters":{{{Endless}}}}}]
            """);

        Assert.False(message.TryGetProperty("tool_calls", out _));
        Assert.NotEqual("", message.GetProperty("content").GetString());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Nor_can_it_be_forced()
    {
        EmulatorServer server = await StartAsync(CallsTools);

        using HttpResponseMessage response = await PostAsync(server, $$$"""
            "tools":[{"type":"function","function":{"name":"f","parameters":{{{Endless}}}}}],"tool_choice":"required"
            """);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Grammar error: no value was found that fits the schema", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task A_tool_without_parameters_is_called_without_arguments()
    {
        EmulatorServer server = await StartAsync(CallsTools);

        JsonElement message = await MessageAsync(server, """
            "tools":[{"type":"function","function":{"name":"f"}}]
            """);

        Assert.Equal("{}", message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Expected = new LedgerCounts { Completed = 1 };
    }

    private async Task<JsonElement> MessageAsync(EmulatorServer server, string field)
    {
        using HttpResponseMessage response = await PostAsync(server, field);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("choices")[0].GetProperty("message");
    }

    private Task<HttpResponseMessage> PostAsync(EmulatorServer server, string field) => _http.PostAsync(
        new Uri(server.HttpAddress, "v1/chat/completions"),
        new StringContent($$"""{"messages":[{"role":"user","content":"Hi"}],{{field}}}""", Encoding.UTF8, "application/json"));
}
