using System.Globalization;
using Emulator.Admission;
using Emulator.Engine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Emulator.Api.Grpc;

/// <summary>
/// Says INTERNAL of a message that is none of the method's, as tonic and other servers do, and OUT_OF_RANGE of one that is too large for vLLM's services, as tonic does. The library finds
/// both out before any interceptor, and would say UNKNOWN, as of a fault of the handler, and RESOURCE_EXHAUSTED; but what a handler does not expect, <see cref="UnexpectedGrpcErrors"/> has answered.
/// To clients of our own service it says so in the details that all of its errors have.
/// </summary>
internal static class UnreadableMessages
{
    private const string Status = "grpc-status";
    private const string Words = "grpc-message";
    private const string DetailsOfStatus = "grpc-status-details-bin";
    private const string Unreadable = "The message cannot be read as a request of this method.";
    private const string LibraryOfTooLarge = "Received message exceeds the maximum configured message size.";

    private static readonly string s_tooLarge = string.Create(CultureInfo.InvariantCulture, $"Error, decoded message length too large: the limit is: {GrpcLimits.MaxMessageBytes} bytes");
    private static readonly StringValues s_unknown = NumberOf(StatusCode.Unknown);
    private static readonly StringValues s_internal = NumberOf(StatusCode.Internal);
    private static readonly StringValues s_outOfRange = NumberOf(StatusCode.OutOfRange);

    private static readonly StringValues s_detailsOfUnreadable = Details(StatusCode.Internal, Unreadable, RefusalCode.InvalidBody);
    private static readonly StringValues s_detailsOfTooLarge = Details(StatusCode.ResourceExhausted, LibraryOfTooLarge, RefusalCode.BodyTooLarge);

    /// <summary>Middleware around all calls.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate handle)
    {
        await handle(context);
        if (context.Response.HasStarted)
        {
            return;
        }

        // Nothing has been answered yet, so that the status is still among the headers.
        IHeaderDictionary headers = context.Response.Headers;
        string path = context.Request.Path.Value!;
        bool isOurs = path.StartsWith("/inference.", StringComparison.Ordinal);
        if (headers[Status] == s_unknown)
        {
            (headers[Status], headers[Words]) = (s_internal, Unreadable);
            headers[DetailsOfStatus] = isOurs ? s_detailsOfUnreadable : StringValues.Empty;
        }
        else if (headers[Words] == LibraryOfTooLarge && isOurs)
        {
            headers[DetailsOfStatus] = s_detailsOfTooLarge;
        }
        else if (headers[Words] == LibraryOfTooLarge && path.StartsWith("/vllm.", StringComparison.Ordinal))
        {
            (headers[Status], headers[Words]) = (s_outOfRange, s_tooLarge);
        }
    }

    private static string Details(StatusCode code, string message, string reason)
    {
        ErrorInfo info = new() { Domain = GrpcError.Domain, Reason = reason };
        info.Metadata["outcome"] = OutcomeName.Of(Outcome.Invalid);
        info.Metadata["reason"] = reason;
        return Convert.ToBase64String(new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } }.ToByteArray());
    }

    private static string NumberOf(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);
}
