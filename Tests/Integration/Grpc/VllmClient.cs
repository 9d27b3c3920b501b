using Emulator.Api;
using Grpc.Core;
using Grpc.Net.Client;
using Vllm;

namespace Tests.Integration.Grpc;

/// <summary>A client of vLLM's services on one server's gRPC port.</summary>
internal sealed class VllmClient : IDisposable
{
    public VllmClient(Uri address)
    {
        Channel = GrpcChannel.ForAddress(address);
        Inference = new Vllm.Inference.InferenceClient(Channel);
        Control = new Vllm.Control.ControlClient(Channel);
    }

    public VllmClient(EmulatorServer server)
        : this(server.GrpcAddress)
    {
    }

    public GrpcChannel Channel { get; }

    public Vllm.Inference.InferenceClient Inference { get; }

    public Vllm.Control.ControlClient Control { get; }

    /// <summary>A request of so many tokens that answers with exactly so many.</summary>
    public static GenerateRequest Sized(int prompt, uint output, string id = "")
    {
        GenerateRequest request = new() { RequestId = id, TokenIds = new TokenIds(), Stopping = new StoppingCriteria { MaxNewTokens = output, IgnoreEos = true } };
        request.TokenIds.Ids.AddRange(Enumerable.Range(1, prompt).Select(token => (uint)token));
        return request;
    }

    /// <summary>The next message of a stream; null at its end.</summary>
    public static async Task<GenerateResponse?> NextOf(AsyncServerStreamingCall<GenerateResponse> call)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        return await call.ResponseStream.MoveNext(limit.Token) ? call.ResponseStream.Current : null;
    }

    /// <summary>All messages of a stream, to its end.</summary>
    public static async Task<List<GenerateResponse>> AllOf(AsyncServerStreamingCall<GenerateResponse> call)
    {
        List<GenerateResponse> messages = [];
        while (await NextOf(call) is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    public void Dispose() => Channel.Dispose();
}
