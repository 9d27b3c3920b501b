using System.ClientModel;
using System.ClientModel.Primitives;
using Emulator.Api;
using Emulator.Content;
using Emulator.Engine;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Tests.Integration.OpenAi;

/// <summary>OpenAI's own client library, as it comes.</summary>
public sealed class OpenAiSdkTests : ServerTests
{
    [Fact]
    public async Task Chat_answers_with_text_usage_and_finish_reason()
    {
        EmulatorServer server = await StartAsync();

        ChatCompletion reply = await Client(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync([new UserChatMessage("Hello there")], new ChatCompletionOptions { MaxOutputTokenCount = 12 });

        Assert.Equal((ChatFinishReason.Length, 12, PromptTokenizer.O200k.CountChat([("user", "Hello there")])), (reply.FinishReason, reply.Usage.OutputTokenCount, reply.Usage.InputTokenCount));
        Assert.Equal(12, PromptTokenizer.O200k.Count(reply.Content.Single().Text));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Streams_give_the_same_text_and_the_usage_at_the_end()
    {
        EmulatorServer server = await StartAsync();
        ChatClient client = Client(server).GetChatClient("Llama-3.1-8B");
        ChatMessage[] messages = [new SystemChatMessage("Be brief."), new UserChatMessage("Hello there")];
#pragma warning disable OPENAI001 // the seed is marked as experimental by the library
        ChatCompletionOptions options = new() { MaxOutputTokenCount = 30, Seed = 5 };
#pragma warning restore OPENAI001

        ChatCompletion whole = await client.CompleteChatAsync(messages, options);
        string text = "";
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync(messages, options))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Equal((whole.Content.Single().Text, ChatFinishReason.Length), (text, finish));
        Assert.Equal((30, whole.Usage.InputTokenCount), (usage!.OutputTokenCount, usage.InputTokenCount));
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task Models_lists_the_served_one()
    {
        EmulatorServer server = await StartAsync("--served-model-name tiny");
        OpenAIModelClient client = Client(server).GetOpenAIModelClient();

        OpenAIModelCollection models = await client.GetModelsAsync();
        OpenAIModel model = await client.GetModelAsync("tiny");

        Assert.Equal(("tiny", "vllm", "tiny"), (models.Single().Id, models.Single().OwnedBy, model.Id));
    }

    [Fact]
    public async Task An_unknown_model_is_a_404_with_vllms_error_body()
    {
        EmulatorServer server = await StartAsync();

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(server).GetChatClient("gpt-5").CompleteChatAsync([new UserChatMessage("Hello")]));

        Assert.Equal(404, error.Status);
        Assert.Contains("The model `gpt-5` does not exist.", error.Message, StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    private static OpenAIClient Client(EmulatorServer server) => new(
        new ApiKeyCredential("any"),
        new OpenAIClientOptions { Endpoint = new Uri(server.HttpAddress, "v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
}
