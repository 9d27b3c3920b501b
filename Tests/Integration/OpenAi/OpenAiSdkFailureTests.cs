using System.ClientModel;
using Emulator.Api;
using Emulator.Engine;
using OpenAI.Chat;

namespace Tests.Integration.OpenAi;

/// <summary>OpenAI's own client library where it is refused, turned away for a while, or leaves.</summary>
public sealed class OpenAiSdkFailureTests : ServerTests
{
    private static readonly ChatMessage[] s_hello = [new UserChatMessage("Hello")];

    [Theory]
    [InlineData("", 404, "The model `gpt-5` does not exist.")]
    [InlineData("--behave-as openai", 404, "model_not_found")]
    public async Task An_unknown_model_is_refused_in_the_servers_words(string options, int status, string words)
    {
        EmulatorServer server = await StartAsync(options);

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(() => SdkClient.Of(server).GetChatClient("gpt-5").CompleteChatAsync(s_hello));

        Assert.Equal(status, error.Status);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Theory]
    [InlineData("", 1_000_000, "max_completion_tokens=1000000 cannot be greater than")]
    [InlineData("", 131_072, "maximum context length")]
    [InlineData("--behave-as openai", 1_000_000, "context_length_exceeded")]
    public async Task Too_long_an_answer_is_refused_before_a_stream_begins(string options, int tokens, string words)
    {
        EmulatorServer server = await StartAsync(options);
        AsyncCollectionResult<StreamingChatCompletionUpdate> stream = SdkClient.Of(server).GetChatClient("Llama-3.1-8B")
            .CompleteChatStreamingAsync(s_hello, new ChatCompletionOptions { MaxOutputTokenCount = tokens });

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(async () => await stream.FirstAsync());

        Assert.Equal(400, error.Status);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task A_wrong_key_is_a_401()
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(() => SdkClient.Of(server, "trout").GetChatClient("Llama-3.1-8B").CompleteChatAsync(s_hello));
        ChatCompletion reply = await SdkClient.Of(server, "swordfish").GetChatClient("Llama-3.1-8B").CompleteChatAsync(s_hello);

        Assert.Equal(401, error.Status);
        Assert.NotEqual("", reply.Content.Single().Text);
        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };
    }

    [Theory]
    [InlineData("", 503)]
    [InlineData("--behave-as openai", 429)]
    public async Task Turned_away_it_comes_again_when_it_was_told_to(string options, int status)
    {
        EmulatorServer server = await StartAsync($"--max-num-queued-reqs 1 {options}");
        await server.Engine.PauseAsync(PauseMode.Keep);
        Task<ClientResult<ChatCompletion>> inside = SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync(s_hello);
        Wait.Until(() => server.Engine.Ledger.InFlight == 1, "a request that waits");
        SeenTries seen = new();

        Task<ClientResult<ChatCompletion>> asking = SdkClient.Of(server, maxRetries: 8, seen).GetChatClient("Llama-3.1-8B").CompleteChatAsync(s_hello);
        Wait.Until(() => server.Engine.Ledger.Read().Rejected > 0, "a refusal");
        await server.Engine.ResumeAsync();
        ChatCompletion reply = await asking;
        await inside;

        Assert.NotEqual("", reply.Content.Single().Text);
        Assert.Equal((200, null), seen.Tries[^1]);
        Assert.NotEmpty(seen.Tries.SkipLast(1));
        Assert.All(seen.Tries.SkipLast(1), one => Assert.Equal((status, "1"), one));
        Expected = new LedgerCounts { Completed = 2, Rejected = seen.Tries.Count - 1 };
    }

    // The library reads an event with an error as one without choices: a stream that fails looks cut off, and has no finish reason.
    [Fact]
    public async Task A_failure_inside_a_stream_leaves_it_without_a_finish_reason()
    {
        EmulatorServer server = await StartAsync();
        ChatCompletionOptions options = new() { MaxOutputTokenCount = 100_000 };
#pragma warning disable SCME0001 // fields that only some servers know are marked as experimental by the library
        options.Patch.Set("$.ignore_eos"u8, true);
        options.Patch.Set("$.timeout"u8, 1);
#pragma warning restore SCME0001
        string text = "";
        ChatFinishReason? finish = null;

        await foreach (StreamingChatCompletionUpdate update in SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatStreamingAsync(s_hello, options))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
        }

        Assert.NotEqual("", text);
        Assert.Null(finish);
        Expected = new LedgerCounts { TimedOut = 1 };
    }

    [Fact]
    public async Task With_no_tries_left_it_says_so()
    {
        EmulatorServer server = await StartAsync("--max-num-queued-reqs 1");
        await server.Engine.PauseAsync(PauseMode.Keep);
        Task<ClientResult<ChatCompletion>> inside = SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync(s_hello);
        Wait.Until(() => server.Engine.Ledger.InFlight == 1, "a request that waits");

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(() => SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatAsync(s_hello));
        await server.Engine.ResumeAsync();
        await inside;

        Assert.Equal((503, true), (error.Status, error.GetRawResponse()!.Headers.TryGetValue("retry-after", out _)));
        Expected = new LedgerCounts { Completed = 1, Rejected = 1 };
    }

    [Fact]
    public async Task Cancelled_in_mid_stream_it_leaves_nothing_behind()
    {
        using CancellationTokenSource farewell = new();
        await LeaveAsync(
            async stream =>
            {
                await farewell.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.MoveNextAsync());
            },
            farewell.Token);
    }

    [Fact]
    public async Task Left_in_mid_stream_it_leaves_nothing_behind() => await LeaveAsync(_ => Task.CompletedTask, CancellationToken.None);

    private async Task LeaveAsync(Func<IAsyncEnumerator<StreamingChatCompletionUpdate>, Task> farewell, CancellationToken cancellation)
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        TaskCompletionSource<(long Steps, int KvBlocksUsed)> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Engine.EndListener = request => ended.SetResult((request.Steps, server.Engine.State.KvBlocksUsed));

        await using (IAsyncEnumerator<StreamingChatCompletionUpdate> stream = LongStream(server, cancellation).GetAsyncEnumerator(CancellationToken.None))
        {
            ValueTask<bool> first = stream.MoveNextAsync();
            await clock.StandsInStepAsync();
            clock.EndStep();
            Assert.True(await first);
            await clock.StandsInStepAsync();
            Assert.NotEqual(0, server.Engine.State.KvBlocksUsed);
            await farewell(stream);
        }

        Wait.Until(() => server.Engine.AbortsAsked == 1, "the abort");
        clock.EndStep();

        // The prefill and the step that was under way when the client went; no third.
        Assert.Equal((2, 0), await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    private static AsyncCollectionResult<StreamingChatCompletionUpdate> LongStream(EmulatorServer server, CancellationToken cancellation)
    {
        ChatCompletionOptions options = new() { MaxOutputTokenCount = 1_000 };
#pragma warning disable SCME0001 // fields that only some servers know are marked as experimental by the library
        options.Patch.Set("$.ignore_eos"u8, true);
#pragma warning restore SCME0001
        return SdkClient.Of(server).GetChatClient("Llama-3.1-8B").CompleteChatStreamingAsync(s_hello, options, cancellation);
    }
}
