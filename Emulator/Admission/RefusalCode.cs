namespace Emulator.Admission;

/// <summary>The names of refusals, as errors carry them: OpenAI's where it has one.</summary>
public static class RefusalCode
{
    /// <summary>Malformed, or a parameter out of range.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>Its body has not the right shape, or is no JSON.</summary>
    public const string InvalidBody = "invalid_body";

    /// <summary>There is no such path.</summary>
    public const string NotFound = "not_found";

    /// <summary>The path is not for this method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>Its id belongs to a request that has not ended.</summary>
    public const string DuplicateRequestId = "duplicate_request_id";

    /// <summary>Another model is served.</summary>
    public const string ModelNotFound = "model_not_found";

    /// <summary>Prompt and answer are longer than this server can ever hold.</summary>
    public const string ContextLengthExceeded = "context_length_exceeded";

    /// <summary>The server has a key and the request did not carry it.</summary>
    public const string InvalidApiKey = "invalid_api_key";

    /// <summary>Its body is larger than the server takes.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>Its headers are more or larger than the server takes.</summary>
    public const string HeadersTooLarge = "headers_too_large";

    /// <summary>Too many requests wait already.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The server is about to stop.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The total timeout was due first.</summary>
    public const string Timeout = "timeout";

    /// <summary>The client went away.</summary>
    public const string ClientGone = "client_gone";

    /// <summary>Whoever operates the server ended it.</summary>
    public const string Aborted = "aborted";

    /// <summary>Something that this server does not do.</summary>
    public const string NotImplemented = "not_implemented";

    /// <summary>Something that the server was not started for, or cannot do as it is now.</summary>
    public const string NotEnabled = "not_enabled";

    /// <summary>The client did not read its stream.</summary>
    public const string SlowConsumer = "slow_consumer";

    /// <summary>A failure of the server.</summary>
    public const string ServerError = "server_error";
}
