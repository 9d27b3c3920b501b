using Emulator.Api;
using Emulator.Engine;
using Grpc.Core;
using Inference.V1;

namespace Tests.Integration.Grpc;

public sealed class ContextLengthTests : ServerTests
{
    private const int LongPrompt = 12_510;

    [Fact]
    public async Task S1_A_prompt_of_12510_tokens_succeeds_on_tp8_with_chunked_prefill()
    {
        EmulatorServer server = await StartAsync("--preset seed-tp8");
        using GrpcClient client = new(server);

        ChatCompletion reply = await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(LongPrompt, 20));

        // 3,691 tokens a step: four chunks, the last of which gives the first token; then 19 decodes.
        Assert.Equal((12_510U, 20U, 23U), (reply.Usage.PromptTokens, reply.Usage.CompletionTokens, reply.Timing.Steps));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task S1_The_same_prompt_is_context_length_exceeded_on_the_single_gpu_with_its_budget_of_4096()
    {
        EmulatorServer server = await StartAsync("--preset seed-single");
        using GrpcClient client = new(server);

        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(LongPrompt, 20)).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, "context_length_exceeded", "invalid"), (error.Code, error.Info?.Reason, error.Info?.Metadata["outcome"]));
        Assert.Equal("The prompt of 12510 tokens is more than the 4096 tokens that this server takes in one step without chunked prefill.", error.Message);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task More_than_the_context_is_refused_with_both_numbers()
    {
        EmulatorServer server = await StartAsync("--max-model-len 1000");
        using GrpcClient client = new(server);
        CreateChatCompletionRequest request = GrpcClient.Synthetic(900, 5);
        request.MaxTokens = 101;

        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync);
        request.MaxTokens = 100;
        ChatCompletion fits = await client.Inference.CreateChatCompletionAsync(request);

        Assert.Equal((StatusCode.InvalidArgument, "context_length_exceeded"), (error.Code, error.Info?.Reason));
        Assert.Equal("This model's maximum context length is 1000 tokens. However, you requested 101 output tokens and your prompt contains at least 900 input tokens, for a total of at least 1001 tokens. Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_tokens, value=900)", error.Message);
        Assert.Equal(5U, fits.Usage.CompletionTokens);
        Expected = new LedgerCounts { Invalid = 1, Completed = 1 };
    }

    [Fact]
    public async Task Without_max_tokens_an_answer_may_be_as_long_as_context_and_kv_cache_leave()
    {
        EmulatorServer server = await StartAsync("--max-model-len 1000");
        EmulatorServer small = await StartAsync("--num-gpu-blocks-override 11");
        using GrpcClient client = new(server);
        using GrpcClient clientOfSmall = new(small);
        CreateChatCompletionRequest request = new() { Synthetic = new() { Tokens = 100 }, IgnoreEos = true };

        Assert.Equal(900U, (await client.Inference.CreateChatCompletionAsync(request)).Usage.CompletionTokens);

        // 10 usable blocks of 16 tokens; the last token of an answer is never computed and needs no room.
        Assert.Equal(61U, (await clientOfSmall.Inference.CreateChatCompletionAsync(request)).Usage.CompletionTokens);
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task More_than_the_kv_cache_is_refused_with_both_numbers()
    {
        EmulatorServer server = await StartAsync("--num-gpu-blocks-override 11");
        using GrpcClient client = new(server);
        CreateChatCompletionRequest request = GrpcClient.Synthetic(100, 5);
        request.MaxTokens = 62;

        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync);

        Assert.Equal("context_length_exceeded", error.Info?.Reason);
        Assert.Equal("The KV cache of this server holds 160 tokens. However, you requested 162 tokens (100 in the prompt, 62 in the completion).", error.Message);
        Expected = new LedgerCounts { Invalid = 1 };
    }
}
