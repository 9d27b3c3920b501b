using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Emulator.Api.Grpc;

/// <summary>
/// Says INTERNAL of a message that is none of the method's, as tonic and other servers do. The library finds that out before any interceptor, and would say
/// UNKNOWN, as of a fault of the handler; but what a handler does not expect, <see cref="UnexpectedGrpcErrors"/> has answered.
/// </summary>
internal static class UnreadableMessages
{
    private const string Status = "grpc-status";
    private const string Words = "grpc-message";
    private const string Sentence = "The message cannot be read as a request of this method.";

    private static readonly StringValues s_unknown = ((int)StatusCode.Unknown).ToString(CultureInfo.InvariantCulture);
    private static readonly StringValues s_internal = ((int)StatusCode.Internal).ToString(CultureInfo.InvariantCulture);

    /// <summary>Middleware around all calls.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate handle)
    {
        await handle(context);

        // Nothing has been answered yet, so that the status is still among the headers.
        IHeaderDictionary headers = context.Response.Headers;
        if (!context.Response.HasStarted && headers[Status] == s_unknown)
        {
            headers[Status] = s_internal;
            headers[Words] = Sentence;
        }
    }
}
