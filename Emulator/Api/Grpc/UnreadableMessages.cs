using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Emulator.Api.Grpc;

/// <summary>
/// Says INTERNAL of a message that is none of the method's, as tonic and other servers do, and OUT_OF_RANGE of one that is too large for vLLM's services, as tonic does. The library finds
/// both out before any interceptor, and would say UNKNOWN, as of a fault of the handler, and RESOURCE_EXHAUSTED; but what a handler does not expect, <see cref="UnexpectedGrpcErrors"/> has answered.
/// </summary>
internal static class UnreadableMessages
{
    private const string Status = "grpc-status";
    private const string Words = "grpc-message";
    private const string Unreadable = "The message cannot be read as a request of this method.";
    private const string LibraryOfTooLarge = "Received message exceeds the maximum configured message size.";

    private static readonly string s_tooLarge = string.Create(CultureInfo.InvariantCulture, $"Error, decoded message length too large: the limit is: {GrpcLimits.MaxMessageBytes} bytes");
    private static readonly StringValues s_unknown = NumberOf(StatusCode.Unknown);
    private static readonly StringValues s_internal = NumberOf(StatusCode.Internal);
    private static readonly StringValues s_outOfRange = NumberOf(StatusCode.OutOfRange);

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
        if (headers[Status] == s_unknown)
        {
            (headers[Status], headers[Words]) = (s_internal, Unreadable);
        }
        else if (headers[Words] == LibraryOfTooLarge && context.Request.Path.Value!.StartsWith("/vllm.", StringComparison.Ordinal))
        {
            (headers[Status], headers[Words]) = (s_outOfRange, s_tooLarge);
        }
    }

    private static string NumberOf(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);
}
