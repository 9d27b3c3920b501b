using Emulator.Api;
using Emulator.Engine;
using Grpc.Core;
using Inference.V1;

namespace Tests.Integration.Grpc;

public sealed class AdmissionTests : ServerTests
{
    [Fact]
    public async Task Whoever_finds_the_queue_full_is_told_at_once_and_when_to_try_again()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync("--max-num-seqs 1 --max-waiting-queue-length 1 --time-scale 0.5");
        using GrpcClient client = new(server);

        Task<ChatCompletion> running = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2)).ResponseAsync;
        await clock.StandsInStepAsync();
        Task<ChatCompletion> waiting = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2)).ResponseAsync;
        Wait.Until(() => server.Engine.Submitted == 2, "the second request");
        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2)).ResponseAsync);
        clock.RunFree();
        await Task.WhenAll(running, waiting);

        Assert.Equal((StatusCode.ResourceExhausted, "queue_full", "rejected"), (error.Code, error.Info?.Reason, error.Info?.Metadata["outcome"]));
        Assert.Equal("1 requests are waiting, and this server lets 1 wait.", error.Message);

        // One second of model time, half a second on the client's clock.
        Assert.Equal(TimeSpan.FromSeconds(0.5), error.Retry?.RetryDelay.ToTimeSpan());
        Expected = new LedgerCounts { Completed = 2, Rejected = 1 };
    }

    [Fact]
    public async Task A_draining_server_answers_those_inside_and_is_unavailable_to_others()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient client = new(server);
        using HttpClient http = new();
        async Task<(System.Net.HttpStatusCode, string?, TimeSpan?)> PostAsync()
        {
            using HttpResponseMessage response = await http.PostAsync(new Uri(server.HttpAddress, "v1/chat/completions"), new StringContent("{}"));
            return (response.StatusCode, response.Headers.GetValues("x-outcome").SingleOrDefault(), response.Headers.RetryAfter?.Delta);
        }

        Task<ChatCompletion> inside = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 5)).ResponseAsync;
        await clock.StandsInStepAsync();
        Task drain = server.DrainAsync(TimeSpan.FromSeconds(20));
        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 5)).ResponseAsync);
        (System.Net.HttpStatusCode Status, string? Outcome, TimeSpan? RetryAfter) refused = await PostAsync();
        using HttpResponseMessage health = await http.GetAsync(new Uri(server.HttpAddress, "health"));
        Assert.False(drain.IsCompleted);
        clock.RunFree();
        await drain;

        Assert.Equal((StatusCode.Unavailable, "unavailable"), (error.Code, error.Info?.Reason));
        Assert.Equal(TimeSpan.FromSeconds(1), error.Retry?.RetryDelay.ToTimeSpan());
        Assert.Equal((System.Net.HttpStatusCode.ServiceUnavailable, "rejected", TimeSpan.FromSeconds(1)), refused);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(5U, (await inside).Usage.CompletionTokens);
        Expected = new LedgerCounts { Completed = 1, Rejected = 2 };
    }

    [Fact]
    public async Task A_drain_that_takes_too_long_ends_the_rest_as_failed()
    {
        EmulatorServer server = await StartAsync("--time-scale 1");
        using GrpcClient client = new(server);

        Task<ChatCompletion> inside = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 100_000)).ResponseAsync;
        Wait.Until(() => server.Engine.RunningNow == 1, "the request's first step");
        await server.DrainAsync(TimeSpan.FromMilliseconds(50));

        var error = await GrpcClient.ErrorOf(() => inside);
        Assert.Equal((StatusCode.Internal, "failed", "server_stopped"), (error.Code, error.Info?.Metadata["outcome"], error.Info?.Metadata["reason"]));
        Expected = new LedgerCounts { Failed = 1 };
    }

    [Fact]
    public async Task An_id_belongs_to_one_request_until_it_has_ended()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using GrpcClient client = new(server);

        Task<ChatCompletion> first = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2, "twin")).ResponseAsync;
        await clock.StandsInStepAsync();
        var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2, "twin")).ResponseAsync);
        clock.RunFree();
        await first;
        await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 2, "twin"));

        Assert.Equal((StatusCode.InvalidArgument, "duplicate_request_id", "request_id"), (error.Code, error.Info?.Reason, error.Info?.Metadata["field"]));
        Expected = new LedgerCounts { Completed = 2, Invalid = 1 };
    }

    [Fact]
    public async Task Malformed_requests_are_invalid_argument_and_name_the_field()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);
        CreateChatCompletionRequest[] malformed =
        [
            new(),
            new() { Messages = { new ChatMessage { Role = "bard", Content = "x" } } },
            new() { Messages = { new ChatMessage { Role = "user", Content = "x" } }, Synthetic = new() { Tokens = 5 } },
            new() { Synthetic = new() },
            new() { Synthetic = new() { Tokens = 5, Prefix = { new PromptPart { Id = "a", Tokens = 6 } } } },
            new() { Synthetic = new() { Tokens = 5, Prefix = { new PromptPart { Tokens = 5 } } } },
            new() { Synthetic = new() { Tokens = 5, OutputTokens = 0 } },
            new() { Synthetic = new() { Tokens = 5 }, MaxTokens = 0 },
            new() { Synthetic = new() { Tokens = 5 }, Timeout = new() { Seconds = -1 } },
            new() { Synthetic = new() { Tokens = 5 }, RequestId = new string('x', 129) },
        ];
        List<string> fields = [];
        foreach (CreateChatCompletionRequest request in malformed)
        {
            var error = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync);
            Assert.Equal((StatusCode.InvalidArgument, "invalid_request"), (error.Code, error.Info?.Reason));
            Assert.Contains("allowed", error.Message, StringComparison.Ordinal);
            fields.Add(error.Info!.Metadata["field"]);
        }

        Assert.Equal(["messages", "messages", "synthetic", "synthetic.tokens", "synthetic.prefix", "synthetic.prefix", "synthetic.output_tokens", "max_tokens", "timeout", "request_id"], fields);
        var unknown = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(new() { Model = "gpt-5", Synthetic = new() { Tokens = 5 } }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "model_not_found"), (unknown.Code, unknown.Info?.Reason));
        Expected = new LedgerCounts { Invalid = 11 };
    }

    [Fact]
    public async Task With_a_key_only_those_who_send_it_get_in()
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");
        using GrpcClient client = new(server);

        var none = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2)).ResponseAsync);
        var wrong = await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2), new Metadata { { "authorization", "Bearer sword" } }).ResponseAsync);
        var models = await GrpcClient.ErrorOf(() => client.Inference.ListModelsAsync(new ListModelsRequest()).ResponseAsync);
        ChatCompletion reply = await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2), new Metadata { { "authorization", "Bearer swordfish" } });

        Assert.All([none, wrong, models], error => Assert.Equal((StatusCode.Unauthenticated, "invalid_api_key"), (error.Code, error.Info?.Reason)));
        Assert.Equal(2U, reply.Usage.CompletionTokens);
        Expected = new LedgerCounts { Completed = 1, Invalid = 2 };
    }
}
