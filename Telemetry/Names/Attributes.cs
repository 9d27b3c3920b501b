namespace Telemetry.Names;

/// <summary>
/// Attribute names of spans and metrics: OpenTelemetry's for generative AI first, vLLM's beside them, our own where neither has one. Durations
/// are seconds of model time unless "wall" is said. What did not happen has no attribute.
/// </summary>
public static class Attributes
{
    /// <summary>What was asked for: `chat` or `text_completion`.</summary>
    public const string OperationName = "gen_ai.operation.name";

    /// <summary>Who answers: `emulator`.</summary>
    public const string ProviderName = "gen_ai.provider.name";

    /// <summary>The model that the request names.</summary>
    public const string RequestModel = "gen_ai.request.model";

    /// <summary>The model that is served.</summary>
    public const string ResponseModel = "gen_ai.response.model";

    /// <summary>Most tokens to generate. {token}</summary>
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";

    /// <summary>Why generation ended: a list of one, `stop` or `length`; of completed requests.</summary>
    public const string FinishReasons = "gen_ai.response.finish_reasons";

    /// <summary>Tokens of the prompt, cached ones included. {token}</summary>
    public const string InputTokens = "gen_ai.usage.input_tokens";

    /// <summary>Tokens generated. {token}</summary>
    public const string OutputTokens = "gen_ai.usage.output_tokens";

    /// <summary>Prompt tokens found in the prefix cache at the first admission. {token}</summary>
    public const string CacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens";

    /// <summary>The outcome of a request that did not complete.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The host that the client calls.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>The port that the client calls.</summary>
    public const string ServerPort = "server.port";

    /// <summary>The request's id. vLLM's.</summary>
    public const string RequestId = "gen_ai.request.id";

    /// <summary>Alternatives asked for: always 1. vLLM's.</summary>
    public const string RequestN = "gen_ai.request.n";

    /// <summary>As `gen_ai.usage.input_tokens`. vLLM's. {token}</summary>
    public const string PromptTokens = "gen_ai.usage.prompt_tokens";

    /// <summary>As `gen_ai.usage.output_tokens`. vLLM's. {token}</summary>
    public const string CompletionTokens = "gen_ai.usage.completion_tokens";

    /// <summary>As `gen_ai.usage.cache_read.input_tokens`. vLLM's. {token}</summary>
    public const string CachedTokens = "gen_ai.usage.cached_tokens";

    /// <summary>From receipt to the start of the step that first admitted the request. vLLM's. s</summary>
    public const string TimeInQueue = "gen_ai.latency.time_in_queue";

    /// <summary>From receipt to the first token. vLLM's. s</summary>
    public const string TimeToFirstToken = "gen_ai.latency.time_to_first_token";

    /// <summary>From receipt to the end, however it ended. vLLM's. s</summary>
    public const string EndToEnd = "gen_ai.latency.e2e";

    /// <summary>From first admission to the first token. vLLM's. s</summary>
    public const string TimeInModelPrefill = "gen_ai.latency.time_in_model_prefill";

    /// <summary>From the first token to the end. vLLM's. s</summary>
    public const string TimeInModelDecode = "gen_ai.latency.time_in_model_decode";

    /// <summary>From first admission to the end. vLLM's. s</summary>
    public const string TimeInModelInference = "gen_ai.latency.time_in_model_inference";

    /// <summary>How a request ended: `completed`, `rejected`, `timed_out`, `cancelled`, `failed` or `invalid`; of a load also `unfinished`.</summary>
    public const string Outcome = "emulator.outcome";

    /// <summary>Why it ended so: finish reason, phase of a timeout, or cause.</summary>
    public const string Reason = "emulator.reason";

    /// <summary>Which of a process's replicas it was, from 0; absent where there is one.</summary>
    public const string Replica = "emulator.replica";

    /// <summary>Times that the request lost its KV blocks to another. {preemption}</summary>
    public const string Preemptions = "emulator.preemptions";

    /// <summary>Engine steps from the first admission to the end. {step}</summary>
    public const string Steps = "emulator.steps";

    /// <summary>Model time that the span stands for; its own length is wall time. s</summary>
    public const string ModelDuration = "emulator.model_duration";

    /// <summary>The step's number since the engine's start, from 0.</summary>
    public const string StepIndex = "emulator.step.index";

    /// <summary>When the step began, from the engine's start. s</summary>
    public const string StepStart = "emulator.step.start";

    /// <summary>How late the host ended the step, wall time. s</summary>
    public const string StepLateness = "emulator.step.lateness";

    /// <summary>Requests in the step. {request}</summary>
    public const string StepRequests = "emulator.step.requests";

    /// <summary>Of those, the ones that decode. {request}</summary>
    public const string StepDecodes = "emulator.step.decodes";

    /// <summary>Of those, the ones with a prefill chunk. {request}</summary>
    public const string StepChunks = "emulator.step.chunks";

    /// <summary>Of those, the ones admitted in this step. {request}</summary>
    public const string StepAdmitted = "emulator.step.admitted";

    /// <summary>Requests that lost their KV blocks in this step. {request}</summary>
    public const string StepPreempted = "emulator.step.preempted";

    /// <summary>Requests that finished with this step. {request}</summary>
    public const string StepFinished = "emulator.step.finished";

    /// <summary>Tokens computed in the step. {token}</summary>
    public const string StepTokens = "emulator.step.tokens";

    /// <summary>Of those, the ones of prefill chunks. {token}</summary>
    public const string StepChunkTokens = "emulator.step.chunk_tokens";

    /// <summary>Context tokens whose KV the decodes read. {token}</summary>
    public const string StepDecodeContext = "emulator.step.decode_context";

    /// <summary>KV blocks held while the step ran. {block}</summary>
    public const string KvBlocksUsed = "emulator.kv.blocks_used";

    /// <summary>KV blocks there are. {block}</summary>
    public const string KvBlocks = "emulator.kv.blocks";

    /// <summary>Requests waiting when the step had ended. {request}</summary>
    public const string Waiting = "emulator.waiting";

    /// <summary>The step's time in linear layers, router and experts included. s</summary>
    public const string CostGemm = "emulator.cost.gemm";

    /// <summary>The step's time in decode and prefill attention. s</summary>
    public const string CostAttention = "emulator.cost.attention";

    /// <summary>The step's time in norms, residuals, rotary embedding, KV writes and activations. s</summary>
    public const string CostElementwise = "emulator.cost.elementwise";

    /// <summary>The step's time in all-reduces. s</summary>
    public const string CostAllReduce = "emulator.cost.allreduce";

    /// <summary>The step's time in embedding, output head and sampling. s</summary>
    public const string CostHead = "emulator.cost.head";

    /// <summary>The step's host time: scheduling, launch, detokenisation. The six costs add up to the model duration. s</summary>
    public const string CostOverhead = "emulator.cost.overhead";

    /// <summary>What priced the step where the device's cost model did not: `constant` for latencies that somebody asked for.</summary>
    public const string LatencyModel = "emulator.latency_model";

    /// <summary>The emulated device, by its name in the catalogue or in the user's own file.</summary>
    public const string DeviceName = "emulator.device.name";

    /// <summary>Whether the cost model was fitted on that device; otherwise its times are estimates.</summary>
    public const string DeviceCalibrated = "emulator.device.calibrated";

    /// <summary>Devices that share each layer.</summary>
    public const string TensorParallelSize = "emulator.tensor_parallel_size";

    /// <summary>When the arrival was due, from the start of the load. s</summary>
    public const string LoadAt = "loadgen.at";

    /// <summary>How much later than due it was sent, wall time. s</summary>
    public const string LoadSendLateness = "loadgen.send_lateness";

    /// <summary>The client profile it belongs to.</summary>
    public const string LoadProfile = "loadgen.profile";

    /// <summary>Which try this is, from 1.</summary>
    public const string LoadAttempt = "loadgen.attempt";

    /// <summary>From when it was due to the first token. s</summary>
    public const string LoadTtft = "loadgen.ttft";
}
