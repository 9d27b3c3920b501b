using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Emulator.Api.Grpc;

/// <summary>
/// Sends replies without a byte as they are. .NET's gzip makes nothing of nothing, and a message that is called compressed but has no bytes is malformed:
/// grpc-js and grpc-java end the call with an error. Streams are not compressed.
/// </summary>
internal sealed class EmptyReplies : Interceptor
{
    private static readonly WriteOptions s_asItIs = new(WriteFlags.NoCompress);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        TResponse reply = await continuation(request, context);
        if (reply is IMessage message && message.CalculateSize() == 0)
        {
            context.WriteOptions = s_asItIs;
        }

        return reply;
    }
}
