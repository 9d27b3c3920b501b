using System.Net;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;
using Grpc.Core;
using Inference.V1;
using Tests.Integration.Grpc;

namespace Tests.Integration.BadInput;

/// <summary>Texts that are too long whatever their tokens are: no token has more than 128 characters, and the context 100 tokens.</summary>
public sealed class TextBoundTests : ServerTests
{
    private const string Chat = "v1/chat/completions";
    private const string Text = "v1/completions";
    private const string NotOfTokens = "(parameter=input_tokens, value=";

    private readonly HttpClient _http = new();

    public static TheoryData<string, string, string> Bodies => new()
    {
        {
            Chat,
            $$"""{"max_tokens":10,"messages":[{"role":"user","content":"{{Of('a', 20_000)}}"}]}""",
            "This model's maximum context length is 100 tokens. However, you requested 10 output tokens and your prompt contains 20004 characters (more than 11520 characters, which is the upper bound for 90 input tokens). Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_text, value=20004)"
        },
        {
            Text,
            $$"""{"prompt":["short","{{Of('a', 10_753)}}"]}""",
            "This model's maximum context length is 100 tokens. However, you requested 16 output tokens and your prompt contains 10753 characters (more than 10752 characters, which is the upper bound for 84 input tokens). Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_text, value=10753)"
        },
        { Text, $$"""{"prompt":"{{Of('a', 10_752)}}"}""", NotOfTokens },
        { Text, $$"""{"prompt":"{{string.Concat(Enumerable.Repeat("👋", 10_753))}}"}""", "your prompt contains 10753 characters (more than 10752 characters" },
        { Text, $$"""{"prompt":"{{string.Concat(Enumerable.Repeat("👋", 10_752))}}"}""", NotOfTokens },
        { Text, $$"""{"prompt":"{{Of('a', 30_000)}}","echo":true,"max_tokens":0}""", "requested 0 output tokens" },
        { Chat, """{"max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""", "your prompt contains 6 characters (more than 0 characters, which is the upper bound for 0 input tokens)" },
        {
            Text,
            $$"""{"prompt":"{{Of('a', 20_000)}}","use_beam_search":true,"max_tokens":-5}""",
            "you requested -5 output tokens and your prompt contains 20000 characters (more than 13440 characters, which is the upper bound for 105 input tokens)"
        },
        {
            Chat,
            $$"""{"messages":[{"role":"user","content":"{{Of('a', 20_000)}}"}],"use_beam_search":true,"max_completion_tokens":-5}""",
            "you requested -5 output tokens and your prompt contains 20004 characters (more than 13440 characters, which is the upper bound for 105 input tokens)"
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_text_is_measured_before_it_is_tokenized(string path, string body, string says)
    {
        EmulatorServer server = await StartAsync("--max-model-len 100");

        using HttpResponseMessage response = await PostAsync(server, path, body);

        JsonElement error = await ErrorOf(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(says == NotOfTokens ? "input_tokens" : "input_text", error.GetProperty("param").GetString());
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Theory]
    [InlineData("-2147483648")]
    [InlineData("-9223372036854775808")]
    [InlineData("-100000000000000000000000000")]
    public async Task A_text_beside_far_fewer_than_no_tokens_is_not_too_long(string maxTokens)
    {
        EmulatorServer server = await StartAsync("--max-model-len 100");

        using HttpResponseMessage response = await PostAsync(server, Text, $$"""{"prompt":"{{Of('a', 20_000)}}","use_beam_search":true,"max_tokens":{{maxTokens}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement error = await ErrorOf(response);
        Assert.Equal(("max_tokens", $"max_tokens is {maxTokens}; allowed are whole numbers from 1."), (error.GetProperty("param").GetString(), error.GetProperty("message").GetString()));
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task A_text_that_is_cut_may_have_any_length()
    {
        EmulatorServer server = await StartAsync("--max-model-len 100");

        using HttpResponseMessage response = await PostAsync(server, Text, $$"""{"prompt":"{{Of('a', 20_000)}}","truncate_prompt_tokens":50}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Theory]
    [InlineData(Chat, "\"messages\":[{\"role\":\"user\",\"content\":\"TEXT\"}]", "This model's maximum context length is 100 tokens. However, your messages resulted in 157 tokens. Please reduce the length of the messages.", "messages")]
    [InlineData(Text, "\"prompt\":\"TEXT\"", "This model's maximum context length is 100 tokens, however you requested 173 tokens (157 in your prompt; 16 for the completion). Please reduce your prompt; or completion length.", null)]
    public async Task OpenAI_says_it_of_tokens(string path, string prompt, string says, string? parameter)
    {
        EmulatorServer server = await StartAsync("--max-model-len 100 --behave-as openai");

        using HttpResponseMessage response = await PostAsync(server, path, $$"""{"model":"Llama-3.1-8B",{{prompt.Replace("TEXT", Of('a', 20_000), StringComparison.Ordinal)}}}""");

        JsonElement error = await ErrorOf(response);
        Assert.Equal((says, parameter), (error.GetProperty("message").GetString(), error.GetProperty("param").GetString()));
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task Our_own_service_says_how_many_tokens_there_are_at_least()
    {
        EmulatorServer server = await StartAsync("--max-model-len 100");
        using GrpcClient client = new(server);

        var chat = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(new CreateChatCompletionRequest { Messages = { new ChatMessage { Role = "user", Content = Of('a', 20_000) } } }).ResponseAsync);
        var text = await GrpcClient.ErrorOf(() => client.Inference.CreateCompletionAsync(new CreateCompletionRequest { Prompt = Of('a', 20_000) }).ResponseAsync);

        Assert.All([chat, text], error =>
        {
            Assert.Equal((StatusCode.InvalidArgument, "context_length_exceeded"), (error.Code, error.Info?.Reason));
            Assert.Contains("your prompt contains at least 157 input tokens", error.Message, StringComparison.Ordinal);
        });
        Expected = new LedgerCounts { Invalid = 2 };
    }

    private static string Of(char letter, int count) => new(letter, count);

    private static async Task<JsonElement> ErrorOf(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");

    private Task<HttpResponseMessage> PostAsync(EmulatorServer server, string path, string body) =>
        _http.PostAsync(new Uri(server.HttpAddress, path), new StringContent(body, Encoding.UTF8, "application/json"));
}
