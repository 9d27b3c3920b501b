using System.Globalization;
using System.IO.Compression;
using System.Net;
using Emulator.Api;
using Emulator.Engine;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Inference.V1;

namespace Tests.Integration.Grpc;

/// <summary>What the gRPC port offers beside its methods: timing in trailers, details of errors, compression, limits.</summary>
public sealed class OfferTests : ServerTests
{
    [Fact]
    public async Task Trailers_tell_the_timing_that_the_last_message_tells()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);

        using AsyncUnaryCall<ChatCompletion> unary = client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(1_000, 5));
        Timing timing = (await unary).Timing;
        using AsyncServerStreamingCall<CompletionChunk> stream = client.Inference.StreamChatCompletion(GrpcClient.Synthetic(1_000, 5));
        Timing streamed = (await GrpcClient.AllOf(stream))[^1].Timing;

        Assert.Equal(Told(timing), Read(unary.GetTrailers()));
        Assert.Equal(Told(streamed), Read(stream.GetTrailers()));
        Expected = new LedgerCounts { Completed = 2 };

        static (double, double, double, long, long) Told(Timing timing) =>
            (timing.Queue.ToTimeSpan().TotalSeconds, timing.Prefill.ToTimeSpan().TotalSeconds, timing.Decode.ToTimeSpan().TotalSeconds, timing.Steps, timing.Preemptions);

        static (double, double, double, long, long) Read(Metadata trailers)
        {
            double Number(string name) => double.Parse(trailers.GetValue(name)!, CultureInfo.InvariantCulture);
            return (Number("x-queue-seconds"), Number("x-prefill-seconds"), Number("x-decode-seconds"), (long)Number("x-engine-steps"), (long)Number("x-preemptions"));
        }
    }

    [Fact]
    public async Task A_wrong_field_is_named_as_a_field_violation()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => client.Inference.CreateCompletionAsync(new CreateCompletionRequest { Prompt = "x", MaxTokens = 0 }).ResponseAsync);

        BadRequest.Types.FieldViolation violation = Assert.Single(error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(("max_tokens", error.Status.Detail), (violation.Field, violation.Description));
        Assert.Equal("invalid_request", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_and_the_server_goes_on()
    {
        EmulatorServer server = await StartAsync();
        using GrpcClient client = new(server);

        Assert.Equal(StatusCode.ResourceExhausted, (await GrpcClient.ErrorOf(() => AskAsync(bytes: (32 << 20) + 1))).Code);
        await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 1));

        RpcException ofVllm = await Assert.ThrowsAsync<RpcException>(() => new Vllm.Inference.InferenceClient(client.Channel).GenerateAsync(new Vllm.GenerateRequest { Text = new string('x', 32 << 20) }).ResponseAsync);
        Assert.Equal((StatusCode.OutOfRange, "Error, decoded message length too large: the limit is: 33554432 bytes"), (ofVllm.StatusCode, ofVllm.Status.Detail));

        // One that is no larger is read, and then has far too long an id.
        (StatusCode code, ErrorInfo? info, _, _) = await GrpcClient.ErrorOf(() => AskAsync(bytes: 32 << 20));
        Assert.Equal((StatusCode.InvalidArgument, "request_id"), (code, info?.Metadata["field"]));
        Expected = new LedgerCounts { Completed = 1, Invalid = 1 };

        // Beside the id the message has eight bytes: two fields' numbers and lengths, and the prompt.
        Task AskAsync(int bytes) => client.Inference.CreateCompletionAsync(new CreateCompletionRequest { Prompt = "x", RequestId = new string('x', bytes - 8) }).ResponseAsync;
    }

    [Fact]
    public async Task Gzip_is_taken_and_given_to_those_who_take_it_but_not_for_a_streams_tokens()
    {
        EmulatorServer server = await StartAsync();
        byte[] request = new CreateCompletionRequest { Synthetic = new SyntheticPrompt { Tokens = 10, OutputTokens = 3 } }.ToByteArray();

        (string? encoding, byte[] body) = await PostAsync(server, "inference.v1.InferenceService/CreateCompletion", request, acceptsGzip: true);
        (string? plainEncoding, byte[] plainBody) = await PostAsync(server, "inference.v1.InferenceService/CreateCompletion", request, acceptsGzip: false);
        (_, byte[] streamBody) = await PostAsync(server, "inference.v1.InferenceService/StreamCompletion", request, acceptsGzip: true);

        Assert.Equal(("gzip", 1), (encoding, body[0]));
        using GZipStream zip = new(new MemoryStream(body[5..]), CompressionMode.Decompress);
        Completion zipped = Completion.Parser.ParseFrom(zip);
        Assert.Equal(3U, zipped.Usage.CompletionTokens);
        Assert.Equal((true, 0), (plainEncoding is null or "identity", plainBody[0]));
        Assert.Equal(3U, Completion.Parser.ParseFrom(plainBody[5..]).Usage.CompletionTokens);
        Assert.Equal(0, streamBody[0]);
        Expected = new LedgerCounts { Completed = 3 };
    }

    // Compressed by .NET it would have no bytes at all, and clients that unpack it fail.
    [Fact]
    public async Task An_empty_reply_is_not_called_compressed()
    {
        EmulatorServer server = await StartAsync();

        (_, byte[] body) = await PostAsync(server, "vllm.Control/Abort", new Vllm.AbortRequest { RequestIds = { "nobody" } }.ToByteArray(), acceptsGzip: true);

        Assert.Equal(new byte[5], body);
    }

    [Fact]
    public async Task Hundreds_of_calls_run_at_once_on_one_connection()
    {
        const int Calls = 300;
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync($"--max-num-seqs {Calls}");
        using SocketsHttpHandler oneConnection = new() { EnableMultipleHttp2Connections = false };
        using GrpcChannel channel = GrpcChannel.ForAddress(server.GrpcAddress, new GrpcChannelOptions { HttpHandler = oneConnection });
        InferenceService.InferenceServiceClient client = new(channel);

        Task<ChatCompletion>[] calls = [.. Enumerable.Range(0, Calls).Select(_ => client.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2)).ResponseAsync)];
        Wait.Until(() => server.Engine.Submitted == Calls, "all calls while none has ended");
        clock.RunFree();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(2U, answer.Usage.CompletionTokens));
        Expected = new LedgerCounts { Completed = Calls };
    }

    /// <summary>One call by hand, its message compressed.</summary>
    private static async Task<(string? Encoding, byte[] Body)> PostAsync(EmulatorServer server, string method, byte[] message, bool acceptsGzip)
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(message);
        }

        byte[] length = BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)zipped.Length));
        using HttpClient http = new();
        using HttpRequestMessage post = new(HttpMethod.Post, new Uri(server.GrpcAddress, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([1, .. length, .. zipped.ToArray()]),
        };
        post.Content.Headers.ContentType = new("application/grpc");
        post.Headers.Add("te", "trailers");
        post.Headers.Add("grpc-encoding", "gzip");
        if (acceptsGzip)
        {
            post.Headers.Add("grpc-accept-encoding", "gzip");
        }

        using HttpResponseMessage reply = await http.SendAsync(post);
        byte[] body = await reply.Content.ReadAsByteArrayAsync();
        Assert.Equal("0", reply.TrailingHeaders.GetValues("grpc-status").Single());
        return (reply.Headers.TryGetValues("grpc-encoding", out IEnumerable<string>? encodings) ? encodings.Single() : null, body);
    }
}
