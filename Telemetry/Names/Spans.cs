namespace Telemetry.Names;

/// <summary>Span names.</summary>
public static class Spans
{
    /// <summary>One request on the server, from its arrival at a door to its end; kind SERVER, child of the caller's span. vLLM's name.</summary>
    public const string LlmRequest = "llm_request";

    /// <summary>Child of the request: from its receipt by the engine to the start of the step that first admitted it, or to its end in the queue.</summary>
    public const string Queue = "queue";

    /// <summary>Child of the request: from there to the end of the step that gave its first token, or to its end before one.</summary>
    public const string Prefill = "prefill";

    /// <summary>Child of the request: from its first token to its end. Absent when there was one token and no more to come.</summary>
    public const string Decode = "decode";

    /// <summary>One engine step, the root of its own trace; linked to the requests in it. Sampled by `--trace-step-ratio`.</summary>
    public const string EngineStep = "engine_step";
}
