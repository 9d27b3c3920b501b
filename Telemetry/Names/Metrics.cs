namespace Telemetry.Names;

/// <summary>Instrument names. OpenTelemetry's for generative AI first, our own where it has none; the <c>vllm:</c> names are on the Prometheus page.</summary>
public static class Metrics
{
    /// <summary>From receipt to the end of a request. s of model time, by outcome.</summary>
    public const string RequestDuration = "gen_ai.server.request.duration";

    /// <summary>From receipt to the first token, whatever became of the request. s of model time.</summary>
    public const string TimeToFirstToken = "gen_ai.server.time_to_first_token";

    /// <summary>Time from the first to the last token / (tokens - 1), of completed requests. s of model time.</summary>
    public const string TimePerOutputToken = "gen_ai.server.time_per_output_token";

    /// <summary>From receipt to first admission. s of model time.</summary>
    public const string QueueTime = "emulator.request.queue_time";

    /// <summary>From first admission to first token. s of model time.</summary>
    public const string PrefillTime = "emulator.request.prefill_time";

    /// <summary>From first token to the end, of completed requests. s of model time.</summary>
    public const string DecodeTime = "emulator.request.decode_time";

    /// <summary>Requests that ended, by outcome and reason. {request}</summary>
    public const string RequestsEnded = "emulator.requests.ended";

    /// <summary>Requests admitted and not ended. {request}</summary>
    public const string RequestsRunning = "emulator.requests.running";

    /// <summary>Requests in the waiting queue. {request}</summary>
    public const string RequestsWaiting = "emulator.requests.waiting";

    /// <summary>Share of KV blocks held, 0 to 1.</summary>
    public const string KvUsage = "emulator.kv.usage";

    /// <summary>Duration of engine steps. s of model time.</summary>
    public const string StepDuration = "emulator.step.duration";

    /// <summary>How late the host ended engine steps. s of wall time.</summary>
    public const string StepLateness = "emulator.step.lateness";

    /// <summary>Steps that took longer than the target of budget policy `target-step`. {step}</summary>
    public const string StepsOverTarget = "emulator.steps.over_target";

    /// <summary>Tokens computed, prefill and decode, recomputation included. {token}</summary>
    public const string TokensComputed = "emulator.tokens.computed";

    /// <summary>Output tokens sampled. {token}</summary>
    public const string TokensSampled = "emulator.tokens.sampled";

    /// <summary>Times a running request lost its KV blocks. {preemption}</summary>
    public const string Preemptions = "emulator.preemptions";

    /// <summary>Always 1: its attributes say which device is emulated, and whether the cost model was fitted on it.</summary>
    public const string DeviceInfo = "emulator.device.info";
}
