using Emulator.Admission;
using Emulator.Engine;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Emulator.Api.Grpc;

/// <summary>A refusal as gRPC shows it: a status with google.rpc details.</summary>
internal static class GrpcError
{
    /// <summary>The domain of <see cref="ErrorInfo"/>.</summary>
    public const string Domain = "inference.v1";

    // Trailers are headers, of which clients take some kilobytes; a message may repeat what it was sent.
    private const int LongestMessage = 1_000;

    /// <summary>The exception that ends the call so.</summary>
    /// <param name="refusal">Why the request was not answered.</param>
    /// <param name="retryAfter">Wall time after which another try is worth it, where one is.</param>
    public static RpcException Of(Refusal refusal, TimeSpan retryAfter)
    {
        ErrorRow row = ErrorTable.RowOf(refusal);
        ErrorInfo info = new() { Domain = Domain, Reason = refusal.Code };
        info.Metadata["outcome"] = OutcomeName.Of(refusal.Outcome);
        info.Metadata["reason"] = refusal.Reason;
        if (refusal.Field is { } field)
        {
            info.Metadata["field"] = field;
        }

        string message = refusal.Message.Length > LongestMessage ? string.Concat(refusal.Message.AsSpan(0, LongestMessage), "...") : refusal.Message;
        Google.Rpc.Status status = new() { Code = (int)row.Grpc, Message = message, Details = { Any.Pack(info) } };
        if (refusal.Field is { } wrong)
        {
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = wrong, Description = message } } }));
        }

        if (row.IsWorthRetrying)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = retryAfter.ToDuration() }));
        }

        return status.ToRpcException();
    }
}
