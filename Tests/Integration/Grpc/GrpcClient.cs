using Emulator.Api;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Inference.V1;

namespace Tests.Integration.Grpc;

/// <summary>A client of one server's gRPC ports.</summary>
internal sealed class GrpcClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly GrpcChannel _controlChannel;

    public GrpcClient(EmulatorServer server)
    {
        _channel = GrpcChannel.ForAddress(server.GrpcAddress);
        _controlChannel = GrpcChannel.ForAddress(server.ControlAddress);
        Inference = new InferenceService.InferenceServiceClient(_channel);
        Control = new ControlService.ControlServiceClient(_controlChannel);
    }

    public GrpcChannel Channel => _channel;

    public GrpcChannel ControlChannel => _controlChannel;

    public InferenceService.InferenceServiceClient Inference { get; }

    public ControlService.ControlServiceClient Control { get; }

    /// <summary>A chat request by size.</summary>
    public static CreateChatCompletionRequest Synthetic(uint tokens, uint outputTokens, string id = "") =>
        new() { RequestId = id, Synthetic = new SyntheticPrompt { Tokens = tokens, OutputTokens = outputTokens } };

    /// <summary>The error that a call ends with.</summary>
    public static async Task<(StatusCode Code, ErrorInfo? Info, RetryInfo? Retry, string Message)> ErrorOf(Func<Task> call)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(call);
        Google.Rpc.Status? status = error.GetRpcStatus();
        return (error.StatusCode, status?.GetDetail<ErrorInfo>(), status?.GetDetail<RetryInfo>(), error.Status.Detail);
    }

    /// <summary>All chunks of a stream, to its end.</summary>
    public static async Task<List<CompletionChunk>> AllOf(AsyncServerStreamingCall<CompletionChunk> call)
    {
        List<CompletionChunk> chunks = [];
        while (await NextOf(call) is { } chunk)
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    /// <summary>The next chunk of a stream; null at its end.</summary>
    public static async Task<CompletionChunk?> NextOf(AsyncServerStreamingCall<CompletionChunk> call)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        return await call.ResponseStream.MoveNext(limit.Token) ? call.ResponseStream.Current : null;
    }

    public void Dispose()
    {
        _channel.Dispose();
        _controlChannel.Dispose();
    }
}
