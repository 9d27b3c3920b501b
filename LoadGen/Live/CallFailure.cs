using Google.Rpc;
using Grpc.Core;
using LoadGen.Measure;

namespace LoadGen.Live;

/// <summary>What a failed call means: the server's own verdict where it gave one, else what the status code says.</summary>
/// <param name="Outcome">How the request ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="ConnectionLost">Whether there was no server to give a verdict.</param>
internal readonly record struct CallFailure(LoadOutcome Outcome, string Reason, bool ConnectionLost)
{
    public static CallFailure Of(RpcException error)
    {
        if (error.GetRpcStatus()?.GetDetail<ErrorInfo>() is { } info
            && info.Metadata.TryGetValue("outcome", out string? text)
            && Parse(text) is LoadOutcome verdict)
        {
            return new CallFailure(verdict, info.Metadata.TryGetValue("reason", out string? reason) ? reason : info.Reason, ConnectionLost: false);
        }

        return error.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.OutOfRange or StatusCode.Unauthenticated or StatusCode.Unimplemented =>
                new CallFailure(LoadOutcome.Invalid, Name(error), ConnectionLost: false),
            StatusCode.ResourceExhausted => new CallFailure(LoadOutcome.Rejected, Name(error), ConnectionLost: false),
            StatusCode.DeadlineExceeded => new CallFailure(LoadOutcome.TimedOut, "transport_deadline", ConnectionLost: false),
            StatusCode.Cancelled => new CallFailure(LoadOutcome.Cancelled, Name(error), ConnectionLost: false),
            StatusCode.Unavailable => new CallFailure(LoadOutcome.Failed, "connection_lost", ConnectionLost: true),
            StatusCode.Internal when error.Status.DebugException is IOException or HttpRequestException => new CallFailure(LoadOutcome.Failed, "connection_lost", ConnectionLost: true),
            _ => new CallFailure(LoadOutcome.Failed, Name(error), ConnectionLost: false),
        };
    }

    private static LoadOutcome? Parse(string text)
    {
        foreach (LoadOutcome outcome in Enum.GetValues<LoadOutcome>())
        {
            if (outcome.ToText() == text)
            {
                return outcome;
            }
        }

        return null;
    }

    private static string Name(RpcException error) => error.StatusCode.ToString();
}
