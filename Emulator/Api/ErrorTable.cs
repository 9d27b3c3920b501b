using System.Collections.Frozen;
using System.Globalization;
using Emulator.Admission;
using Emulator.Engine;
using Grpc.Core;

namespace Emulator.Api;

/// <summary>Errors as both doors show them: the code of a refusal to its statuses, and the end of a request to a refusal.</summary>
internal static class ErrorTable
{
    /// <summary>How much later, in model time, a refused request is worth another try.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private const string BadRequest = "BadRequestError";
    private const string InvalidRequest = "invalid_request_error";
    private const string ServerFault = "server_error";

    private static readonly FrozenDictionary<string, ErrorRow> s_rows = new Dictionary<string, ErrorRow>
    {
        [RefusalCode.InvalidRequest] = new(StatusCode.InvalidArgument, 400, BadRequest, InvalidRequest, null),
        [RefusalCode.InvalidBody] = new(StatusCode.InvalidArgument, 400, "Bad Request", InvalidRequest, null),
        [RefusalCode.NotFound] = new(StatusCode.Unimplemented, 404, "Not Found", InvalidRequest, "unknown_url"),
        [RefusalCode.MethodNotAllowed] = new(StatusCode.Unimplemented, 405, "Method Not Allowed", InvalidRequest, "method_not_supported"),
        [RefusalCode.DuplicateRequestId] = new(StatusCode.InvalidArgument, 400, BadRequest, InvalidRequest, null),
        [RefusalCode.ContextLengthExceeded] = new(StatusCode.InvalidArgument, 400, BadRequest, InvalidRequest, "context_length_exceeded"),
        [RefusalCode.ModelNotFound] = new(StatusCode.NotFound, 404, "NotFoundError", InvalidRequest, "model_not_found"),
        [RefusalCode.InvalidApiKey] = new(StatusCode.Unauthenticated, 401, "AuthenticationError", InvalidRequest, "invalid_api_key"),
        [RefusalCode.BodyTooLarge] = new(StatusCode.ResourceExhausted, 413, "Request Entity Too Large", InvalidRequest, null),
        [RefusalCode.HeadersTooLarge] = new(StatusCode.ResourceExhausted, 431, "Request Header Fields Too Large", InvalidRequest, null),
        [RefusalCode.QueueFull] = new(StatusCode.ResourceExhausted, 503, "ServiceUnavailableError", "requests", "rate_limit_exceeded", IsWorthRetrying: true),
        [RefusalCode.Unavailable] = new(StatusCode.Unavailable, 503, "ServiceUnavailableError", ServerFault, null, IsWorthRetrying: true),
        [RefusalCode.Timeout] = new(StatusCode.DeadlineExceeded, 504, "TimeoutError", ServerFault, "timeout"),
        [RefusalCode.SlowConsumer] = new(StatusCode.ResourceExhausted, 503, "ServiceUnavailableError", ServerFault, null),
        [RefusalCode.ClientGone] = new(StatusCode.Cancelled, 499, "ClientClosedRequest", InvalidRequest, null),
        [RefusalCode.Aborted] = new(StatusCode.Aborted, 503, "ServiceUnavailableError", ServerFault, null),
        [RefusalCode.NotImplemented] = new(StatusCode.Unimplemented, 501, "NotImplementedError", InvalidRequest, null),
        [RefusalCode.NotEnabled] = new(StatusCode.FailedPrecondition, 400, BadRequest, InvalidRequest, null),
        [RefusalCode.ServerError] = new(StatusCode.Internal, 500, "InternalServerError", ServerFault, null),
    }.ToFrozenDictionary();

    /// <summary>What a client would hear that is no longer there.</summary>
    public static Refusal ClientGone { get; } = new(Outcome.Cancelled, RefusalCode.ClientGone, "The client went away.");

    /// <summary>What a client hears of an error in this program; its log says more.</summary>
    public static Refusal Unexpected { get; } = new(Outcome.Failed, RefusalCode.ServerError, "The server failed to handle the request; its log says why.");

    /// <summary>What a refusal looks like.</summary>
    public static ErrorRow RowOf(Refusal refusal) => s_rows[refusal.Code];

    /// <summary>A malformed request.</summary>
    /// <param name="field">The field that is wrong; null = none in particular.</param>
    /// <param name="message">What it is, and what is allowed.</param>
    /// <param name="openAi">How OpenAI's API says it; null = in the same words.</param>
    public static RefusedException Invalid(string? field, string message, OpenAiWords? openAi = null) =>
        new(new Refusal(Outcome.Invalid, RefusalCode.InvalidRequest, message) { Field = field, OpenAi = openAi });

    /// <summary>A body that the web server cannot read, or would not.</summary>
    public static Refusal RefusalOf(IOException unreadable) => (unreadable as BadHttpRequestException)?.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Refusal(Outcome.Invalid, RefusalCode.BodyTooLarge, "The request's body is larger than this server takes."),
        _ => Invalid("body", $"the body cannot be read: {unreadable.Message}").Refusal,
    };

    /// <summary>Why the engine ended a request before it was done; null when it was done.</summary>
    public static Refusal? RefusalOf(LiveRequest request)
    {
        string reason = request.Reason ?? RefusalCode.ServerError;
        return request.Outcome switch
        {
            Outcome.Completed => null,
            Outcome.TimedOut => new Refusal(Outcome.TimedOut, RefusalCode.Timeout, TimedOut(request, reason)) { Reason = reason },
            Outcome.Cancelled when reason == RefusalCode.SlowConsumer => new Refusal(
                Outcome.Cancelled, RefusalCode.SlowConsumer, "The client did not read its stream, and the tokens that wait for it are more than this server keeps."),
            Outcome.Cancelled when reason == RefusalCode.Aborted => new Refusal(Outcome.Cancelled, RefusalCode.Aborted, "Whoever operates this server ended the request."),
            Outcome.Cancelled => ClientGone,
            Outcome.Invalid => new Refusal(Outcome.Invalid, RefusalCode.ContextLengthExceeded, "Prompt and answer are longer than this server can hold."),
            _ => new Refusal(Outcome.Failed, RefusalCode.ServerError, $"The server ended the request before it was done: {reason}.") { Reason = reason },
        };
    }

    private static string TimedOut(LiveRequest request, string phase)
    {
        string limit = request.Timeout is { } timeout ? string.Create(CultureInfo.InvariantCulture, $" of {timeout.TotalSeconds:0.######} s of model time") : "";
        return string.Create(CultureInfo.InvariantCulture, $"The request's timeout{limit} was due in its {phase} phase, after {request.Outputs} of at most {request.MaxTokens} tokens.");
    }
}
