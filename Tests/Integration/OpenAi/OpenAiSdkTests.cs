using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Emulator.Api;
using Emulator.Content;
using Emulator.Engine;
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

        ChatCompletion reply = await SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync([new UserChatMessage("Hello there")], new ChatCompletionOptions { MaxOutputTokenCount = 12 });

        Assert.Equal((ChatFinishReason.Length, 12, PromptTokenizer.O200k.CountChat([("user", "Hello there")])), (reply.FinishReason, reply.Usage.OutputTokenCount, reply.Usage.InputTokenCount));
        Assert.Equal(12, PromptTokenizer.O200k.Count(reply.Content.Single().Text));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Streams_give_the_same_text_and_the_usage_at_the_end()
    {
        EmulatorServer server = await StartAsync();
        ChatClient client = SdkClient.Of(server).GetChatClient("Llama-3.1-8B");
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
        EmulatorServer server = await StartAsync("--served-model-name tiny --behave-as openai");
        OpenAIModelClient client = SdkClient.Of(server).GetOpenAIModelClient();

        OpenAIModelCollection models = await client.GetModelsAsync();
        OpenAIModel model = await client.GetModelAsync("tiny");

        Assert.Equal(("tiny", "system", "tiny"), (models.Single().Id, models.Single().OwnedBy, model.Id));
    }

    [Theory]
    [InlineData("--enable-prefix-caching true --enable-prompt-tokens-details true")]
    [InlineData("--enable-prefix-caching true --behave-as openai")]
    public async Task Usage_tells_what_came_out_of_the_prefix_cache(string options)
    {
        EmulatorServer server = await StartAsync(options);
        ChatClient client = SdkClient.Of(server).GetChatClient("Llama-3.1-8B");
        string prompt = string.Join(' ', Enumerable.Repeat("umbrella", 100));

        ChatCompletion first = await client.CompleteChatAsync([new UserChatMessage(prompt)]);
        ChatCompletion second = await client.CompleteChatAsync([new UserChatMessage(prompt)]);

        Assert.Equal(0, first.Usage.InputTokenDetails.CachedTokenCount);
        Assert.Equal((second.Usage.InputTokenCount - 1) / 16 * 16, second.Usage.InputTokenDetails.CachedTokenCount);
        Expected = new LedgerCounts { Completed = 2 };
    }

    // The library has left this call out; its pipeline carries it all the same.
    [Fact]
    public async Task Completions_go_through_its_pipeline()
    {
        EmulatorServer server = await StartAsync();
#pragma warning disable OPENAI001 // marked as experimental by the library
        ClientPipeline pipeline = SdkClient.Of(server).Pipeline;
#pragma warning restore OPENAI001
        using PipelineMessage message = pipeline.CreateMessage();
        message.Request.Method = "POST";
        message.Request.Uri = new Uri(server.HttpAddress, "v1/completions");
        message.Request.Headers.Set("content-type", "application/json");
        message.Request.Content = BinaryContent.Create(BinaryData.FromString("""{"model":"Llama-3.1-8B","prompt":["Once upon","a time"],"max_tokens":7}"""));

        await pipeline.SendAsync(message);

        using JsonDocument reply = JsonDocument.Parse(message.Response!.Content);
        Assert.Equal((200, 14), (message.Response.Status, reply.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
        Assert.Equal([0, 1], reply.RootElement.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()));
        Expected = new LedgerCounts { Completed = 2 };
    }
}
