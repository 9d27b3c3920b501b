using Emulator.Admission;
using Grpc.Core;

namespace Emulator.Api.Grpc;

/// <summary>What every gRPC call has around it: the key, and refusals as errors.</summary>
/// <param name="reception">Where calls arrive.</param>
internal sealed class CallGuard(Reception reception)
{
    /// <summary>Refuses whoever does not carry the key.</summary>
    /// <exception cref="RefusedException">It is not the key.</exception>
    public void CheckKey(ServerCallContext context) => reception.CheckKey(HeaderOf(context, "authorization"));

    /// <summary>One header of a call. As it came: gRPC's own collection would not be made at all where any binary header is malformed.</summary>
    public static string? HeaderOf(ServerCallContext context, string name) => context.GetHttpContext().Request.Headers[name];

    /// <summary>Answers what is no request to the engine.</summary>
    public T Answer<T>(ServerCallContext context, Func<T> answer)
    {
        try
        {
            CheckKey(context);
            return answer();
        }
        catch (RefusedException refused)
        {
            throw ErrorOf(refused.Refusal);
        }
    }

    /// <summary>Answers what the engine is told by its operator.</summary>
    public async Task<T> AnswerAsync<T>(ServerCallContext context, Func<Task<T>> answer)
    {
        try
        {
            CheckKey(context);
            return await answer();
        }
        catch (RefusedException refused)
        {
            throw ErrorOf(refused.Refusal);
        }
        catch (OperationCanceledException)
        {
            // An order is cancelled by the engine's end, and by nothing else.
            throw ErrorOf(AdmissionGate.Draining);
        }
    }

    /// <summary>A refusal as the call's end.</summary>
    public RpcException ErrorOf(Refusal refusal) => GrpcError.Of(refusal, reception.ToWall(ErrorTable.RetryAfter));

    /// <summary>Which operation a call asks for, and whose trace it belongs to.</summary>
    public static RequestOrigin OriginOf(ServerCallContext context, string operation) =>
        RequestOrigin.Of(operation, HeaderOf(context, "traceparent"), HeaderOf(context, "tracestate"));

    /// <summary>A client that is given up when it goes.</summary>
    public static ClientPatience PatienceOf(ServerCallContext context) =>
        new(context.CancellationToken, context.Deadline == DateTime.MaxValue ? null : new DateTimeOffset(context.Deadline));
}
