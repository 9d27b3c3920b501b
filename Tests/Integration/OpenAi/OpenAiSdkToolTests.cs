using System.ClientModel;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;
using OpenAI.Chat;

namespace Tests.Integration.OpenAi;

/// <summary>Tools and JSON by schema in OpenAI's own client library.</summary>
public sealed class OpenAiSdkToolTests : ServerTests
{
    private const string CallsTools = "--enable-auto-tool-choice true --tool-call-parser hermes";
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"hours":{"type":"array","items":{"type":"integer"}}},"required":["city","hours"],"additionalProperties":false}""";

    private static readonly ChatTool s_weather = ChatTool.CreateFunctionTool("weather", "The weather of a city", BinaryData.FromString(Schema));

    [Theory]
    [InlineData(CallsTools)]
    [InlineData("--behave-as openai")]
    [InlineData("--behave-as strict")]
    public async Task A_called_tool_is_answered_and_then_comes_text(string options)
    {
        EmulatorServer server = await StartAsync(options);
        ChatClient client = SdkClient.Of(server).GetChatClient("Llama-3.1-8B");
        List<ChatMessage> messages = [new UserChatMessage("Do I need an umbrella in Ulm?")];
        ChatCompletionOptions tools = new() { Tools = { s_weather } };

        ChatCompletion reply = await client.CompleteChatAsync(messages, tools);
        ChatToolCall call = Assert.Single(reply.ToolCalls);
        messages.Add(new AssistantChatMessage(reply));
        messages.Add(new ToolChatMessage(call.Id, "rain"));
        ChatCompletion answer = await client.CompleteChatAsync(messages, tools);

        Assert.Equal((ChatFinishReason.ToolCalls, "weather"), (reply.FinishReason, call.FunctionName));
        AssertFits(call.FunctionArguments.ToString());
        Assert.Empty(answer.ToolCalls);
        Assert.NotEqual("", answer.Content.Single().Text);
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Theory]
    [InlineData(CallsTools)]
    [InlineData("--behave-as openai")]
    public async Task A_streamed_call_comes_in_pieces_that_fit_together(string options)
    {
        EmulatorServer server = await StartAsync(options);
        ChatCompletionOptions tools = new() { Tools = { s_weather }, ToolChoice = ChatToolChoice.CreateRequiredChoice() };
        List<StreamingChatToolCallUpdate> pieces = [];
        ChatFinishReason? finish = null;

        await foreach (StreamingChatCompletionUpdate update in SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatStreamingAsync([new UserChatMessage("Hello")], tools))
        {
            pieces.AddRange(update.ToolCallUpdates);
            finish ??= update.FinishReason;
        }

        Assert.Equal(ChatFinishReason.ToolCalls, finish);
        Assert.All(pieces, piece => Assert.Equal(0, piece.Index));
        Assert.Equal("weather", string.Concat(pieces.Select(piece => piece.FunctionName)));
        Assert.NotEqual("", pieces[0].ToolCallId);
        AssertFits(string.Concat(pieces.Select(piece => Encoding.UTF8.GetString(piece.FunctionArgumentsUpdate))));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_tool_asked_for_by_name_is_called()
    {
        EmulatorServer server = await StartAsync("--behave-as openai");
        ChatCompletionOptions tools = new() { Tools = { ChatTool.CreateFunctionTool("time"), s_weather }, ToolChoice = ChatToolChoice.CreateFunctionChoice("weather") };

        ChatCompletion reply = await SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync([new UserChatMessage("Hello")], tools);

        Assert.Equal("weather", Assert.Single(reply.ToolCalls).FunctionName);
        Assert.Equal(ChatFinishReason.Stop, reply.FinishReason);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Without_the_flags_of_vllm_a_tool_is_not_called_unasked()
    {
        EmulatorServer server = await StartAsync();

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(
            () => SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync([new UserChatMessage("Hello")], new ChatCompletionOptions { Tools = { s_weather } }));

        Assert.Equal(400, error.Status);
        Assert.Contains("requires --enable-auto-tool-choice and --tool-call-parser to be set", error.Message, StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Theory]
    [InlineData("")]
    [InlineData("--behave-as openai")]
    public async Task An_answer_by_schema_fits_it_whole_and_streamed(string options)
    {
        EmulatorServer server = await StartAsync(options);
        ChatClient client = SdkClient.Of(server).GetChatClient("Llama-3.1-8B");
        ChatCompletionOptions bySchema = new() { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", BinaryData.FromString(Schema), jsonSchemaIsStrict: true) };

        ChatCompletion reply = await client.CompleteChatAsync([new UserChatMessage("Hello")], bySchema);
        string streamed = "";
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync([new UserChatMessage("Hello")], bySchema))
        {
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        AssertFits(reply.Content.Single().Text);
        AssertFits(streamed);
        Expected = new LedgerCounts { Completed = 2 };
    }

    private static void AssertFits(string json)
    {
        JsonElement arguments = JsonDocument.Parse(json).RootElement;
        Assert.Equal(["city", "hours"], arguments.EnumerateObject().Select(property => property.Name));
        Assert.Equal(JsonValueKind.String, arguments.GetProperty("city").ValueKind);
        Assert.All(arguments.GetProperty("hours").EnumerateArray(), hour => Assert.True(hour.TryGetInt64(out _)));
    }
}
