using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Emulator.Api.Grpc;

/// <summary>What a handler did not expect goes to the log whole, and to the client as INTERNAL with the details that every error has; gRPC's own answer would be UNKNOWN without any.</summary>
internal sealed partial class UnexpectedGrpcErrors(ILogger<UnexpectedGrpcErrors> log) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> handle)
    {
        try
        {
            return await handle();
        }
        catch (Exception unexpected) when (unexpected is not RpcException && !context.CancellationToken.IsCancellationRequested)
        {
            LogUnexpected(context.Method, unexpected);
            throw GrpcError.Of(ErrorTable.Unexpected, TimeSpan.Zero);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} failed")]
    private partial void LogUnexpected(string method, Exception unexpected);
}
