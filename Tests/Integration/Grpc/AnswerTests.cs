using Emulator.Api;
using Emulator.Content;
using Emulator.Engine;
using Inference.V1;

namespace Tests.Integration.Grpc;

public sealed class AnswerTests : ServerTests
{
    [Fact]
    public async Task A_stream_and_a_unary_call_with_one_seed_say_the_same()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);
        CreateChatCompletionRequest request = new() { Messages = { new ChatMessage { Role = "user", Content = "Tell me about paged attention." } }, Seed = 7, MaxTokens = 40, RequestId = "a" };

        ChatCompletion whole = await client.Inference.CreateChatCompletionAsync(request);
        List<CompletionChunk> chunks = await GrpcClient.AllOf(client.Inference.StreamChatCompletion(request));

        int promptTokens = PromptTokenizer.O200k.CountChat([("user", "Tell me about paged attention.")]);
        Assert.Equal(("chatcmpl-a", "Llama-3.1-8B", FinishReason.Length), (whole.Id, whole.Model, whole.Choices.Single().FinishReason));
        Assert.Equal(new Usage { PromptTokens = (uint)promptTokens, CompletionTokens = 40, TotalTokens = (uint)promptTokens + 40, PromptTokensDetails = new() }, whole.Usage);
        Assert.Equal(40, PromptTokenizer.O200k.Count(whole.Choices.Single().Message.Content));
        Assert.Equal(whole.Choices.Single().Message.Content, string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal((whole.Usage, FinishReason.Length), (chunks[^1].Usage, chunks[^1].FinishReason));
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task Chunks_are_numbered_by_token_and_only_the_last_says_why_it_ended()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient client = new(server);

        using var call = client.Inference.StreamCompletion(new CreateCompletionRequest { Synthetic = new SyntheticPrompt { Tokens = 100, OutputTokens = 3 }, RequestId = "x" });
        List<CompletionChunk> chunks = [];
        for (int step = 0; step < 3; step++)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            chunks.Add((await GrpcClient.NextOf(call))!);
        }

        Assert.Null(await GrpcClient.NextOf(call));
        Assert.Equal([(0U, 1U), (1U, 1U), (2U, 1U)], chunks.Select(chunk => (chunk.TokenIndex, chunk.Tokens)));
        Assert.Equal([("cmpl-x", FinishReason.Unspecified), ("", FinishReason.Unspecified), ("", FinishReason.Stop)], chunks.Select(chunk => (chunk.Id, chunk.FinishReason)));
        Timing timing = chunks[^1].Timing;
        Assert.Equal((3U, 0U), (timing.Steps, timing.Preemptions));
        Assert.Equal(server.Engine.State.StepTime, timing.Prefill.ToTimeSpan() + timing.Decode.ToTimeSpan());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Prefixes_are_shared_within_a_cache_salt_and_not_beyond()
    {
        EmulatorServer server = await StartAsync("--enable-prefix-caching true");
        using GrpcClient client = new(server);
        List<uint> cached = [];
        foreach (string salt in (string[])["", "red", "red", "blue", ""])
        {
            ChatCompletion answer = await client.Inference.CreateChatCompletionAsync(new CreateChatCompletionRequest
            {
                Synthetic = new SyntheticPrompt { Tokens = 100, Prefix = { new PromptPart { Id = "manual", Tokens = 100 } }, OutputTokens = 1 },
                CacheSalt = salt,
            });
            cached.Add(answer.Usage.PromptTokensDetails.CachedTokens);
        }

        Assert.Equal([0U, 0U, 96U, 0U, 96U], cached);
        Expected = new LedgerCounts { Completed = 5 };
    }

    [Fact]
    public async Task Under_fair_share_a_second_tenant_does_not_queue_behind_all_of_the_first()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 1 --scheduling-policy fair");
        using GrpcClient client = new(server);
        CreateChatCompletionRequest Of(string tenant, string id)
        {
            CreateChatCompletionRequest request = GrpcClient.Synthetic(10, 1, id);
            request.Tenant = tenant;
            return request;
        }

        Task<ChatCompletion> first = client.Inference.CreateChatCompletionAsync(Of("crowd", "a")).ResponseAsync;
        await clock.StandsInStepAsync();
        List<Task<ChatCompletion>> crowd = [];
        for (int i = 0; i < 3; i++)
        {
            crowd.Add(client.Inference.CreateChatCompletionAsync(Of("crowd", $"b{i}")).ResponseAsync);
            Wait.Until(() => server.Engine.Submitted == i + 2, "a request");
        }

        Task<ChatCompletion> other = client.Inference.CreateChatCompletionAsync(Of("single", "c")).ResponseAsync;
        Wait.Until(() => server.Engine.Submitted == 5, "the other's request");

        // Who comes new starts level: the crowd's oldest goes first, and then it is the other's turn.
        clock.EndStep();
        for (int step = 0; step < 2; step++)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
        }

        await other;
        Assert.All(crowd[1..], request => Assert.False(request.IsCompleted));
        clock.RunFree();
        await Task.WhenAll([first, .. crowd]);
        Expected = new LedgerCounts { Completed = 5 };
    }

    [Fact]
    public async Task Stream_interval_sends_the_first_token_at_once_then_tokens_together_and_the_rest_at_the_end()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--stream-interval 3");
        using GrpcClient client = new(server);

        using var call = client.Inference.StreamChatCompletion(GrpcClient.Synthetic(10, 8));
        List<CompletionChunk> chunks = [];
        for (int step = 1; step <= 8; step++)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            if (step is 1 or 4 or 7 or 8)
            {
                chunks.Add((await GrpcClient.NextOf(call))!);
            }
        }

        Assert.Equal([1U, 3U, 3U, 1U], chunks.Select(chunk => chunk.Tokens));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task The_length_is_the_synthetic_one_then_a_seeded_draw_and_ignore_eos_goes_to_the_limit()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);
        async Task<(uint Tokens, FinishReason Reason)> Ask(CreateCompletionRequest request)
        {
            Completion reply = await client.Inference.CreateCompletionAsync(request);
            return (reply.Usage.CompletionTokens, reply.Choices.Single().FinishReason);
        }

        Assert.Equal((5U, FinishReason.Stop), await Ask(new() { Synthetic = new() { Tokens = 10, OutputTokens = 5 }, MaxTokens = 9 }));
        Assert.Equal((9U, FinishReason.Length), await Ask(new() { Synthetic = new() { Tokens = 10, OutputTokens = 50 }, MaxTokens = 9 }));
        Assert.Equal((9U, FinishReason.Length), await Ask(new() { Synthetic = new() { Tokens = 10, OutputTokens = 5 }, MaxTokens = 9, IgnoreEos = true }));
        (uint Tokens, FinishReason Reason) drawn = await Ask(new() { Prompt = "Once upon a time", Seed = 3 });
        Assert.Equal(((uint)AnswerLength.Draw(3), FinishReason.Stop), drawn);
        Assert.Equal(drawn, await Ask(new() { Prompt = "Something else altogether", Seed = 3 }));
        Expected = new LedgerCounts { Completed = 5 };
    }

    [Fact]
    public async Task A_follow_up_finds_its_conversation_in_the_prefix_cache()
    {
        EmulatorServer server = await StartAsync("--enable-prefix-caching true");
        using GrpcClient client = new(server);

        await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(320, 64, "turn-1"));
        CreateChatCompletionRequest followUp = GrpcClient.Synthetic(500, 10, "turn-2");
        followUp.Synthetic.Prefix.Add(new PromptPart { Id = "turn-1", Tokens = 320 });
        followUp.Synthetic.Prefix.Add(new PromptPart { Id = "out:turn-1", Tokens = 64 });
        ChatCompletion reply = await client.Inference.CreateChatCompletionAsync(followUp);

        // The last token of an answer is never computed, so its block is not full.
        Assert.Equal((500U, 368U), (reply.Usage.PromptTokens, reply.Usage.PromptTokensDetails.CachedTokens));
        Expected = new LedgerCounts { Completed = 2 };
    }
}
