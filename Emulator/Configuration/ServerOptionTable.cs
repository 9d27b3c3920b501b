using System.Net;
using Emulator.Configuration.Kinds;
using Emulator.CostModel;
using Emulator.CostModel.Latencies;
using Emulator.Scheduling.Policies;
using static Emulator.Configuration.OptionGroup;

namespace Emulator.Configuration;

/// <summary>The options of <c>serve</c>, each written once. Their defaults are those of <see cref="ServerOptions"/>.</summary>
internal static class ServerOptionTable
{
    /// <summary>All options, in the order in which they are shown.</summary>
    public static IReadOnlyList<ServerOption> All { get; } =
    [
        new ServerOption<string>("preset", Machine, new Text("NAME|FILE", "the names that `presets list` shows and paths of preset files"),
            o => o.Preset, (o, v) => o with { Preset = v },
            "What all further options start from: a built-in preset, or a YAML or JSON file."),
        new ServerOption<string>("model", Machine, new Text("NAME|FILE", "the names that `models list` shows and paths of model files"),
            o => o.Model, (o, v) => o with { Model = v },
            "The model: its name in the catalogue, a file in the catalogue's format, or a Hugging Face config.json."),
        new ServerOption<string?>("served-model-name", Machine, new OptionalText(new Text("NAME", "other names"), "auto"),
            o => o.ServedModelName, (o, v) => o with { ServedModelName = v },
            "The name under which clients ask for the model; auto is the model's own."),
        new ServerOption<string>("gpu", Machine, new Text("NAME", "the names that `hardware list` shows"),
            o => o.Gpu, (o, v) => o with { Gpu = v },
            "The GPU, by its name in the catalogue."),
        new ServerOption<string?>("hardware", Machine, new OptionalText(new Text("FILE", "paths of device files"), "none"),
            o => o.Hardware, (o, v) => o with { Hardware = v },
            "A device of your own, in the catalogue's file format, in place of gpu."),
        new ServerOption<int>("tensor-parallel-size", Machine, new WholeNumber<int>(1, 64),
            o => o.TensorParallelSize, (o, v) => o with { TensorParallelSize = v },
            "GPUs that share each layer.") { Aliases = ["tp"] },
        new ServerOption<bool>("strict-coverage", Machine, new Switch(),
            o => o.StrictCoverage, (o, v) => o with { StrictCoverage = v },
            "Whether shapes and limits outside of what was measured on the GPU are refused, not just told."),
        new ServerOption<WeightType>("dtype", Machine, new Choice<WeightType>(("auto", WeightType.Auto), ("bfloat16", WeightType.Bf16), ("float16", WeightType.Fp16), ("fp8", WeightType.Fp8)),
            o => o.Dtype, (o, v) => o with { Dtype = v },
            "Number format of weights and activations; auto is the model's own."),
        new ServerOption<KvCacheType>("kv-cache-dtype", Machine, new Choice<KvCacheType>(("auto", KvCacheType.Auto), ("fp8", KvCacheType.Fp8)),
            o => o.KvCacheDtype, (o, v) => o with { KvCacheDtype = v },
            "Number format of cached keys and values; auto is 16 bits."),
        new ServerOption<double>("gpu-memory-utilization", Machine, new Number(0, 1, openMin: true),
            o => o.GpuMemoryUtilization, (o, v) => o with { GpuMemoryUtilization = v },
            "Share of each GPU's whole memory that weights, activations and KV cache may use together."),
        new ServerOption<int?>("max-model-len", Machine, new OptionalValue<int>(new WholeNumber<int>(1, 100_000_000), "auto"),
            o => o.MaxModelLen, (o, v) => o with { MaxModelLen = v },
            "Most tokens of prompt and answer together; auto is the model's context."),

        new ServerOption<int>("max-num-seqs", Planning, new WholeNumber<int>(1, 100_000),
            o => o.MaxNumSeqs, (o, v) => o with { MaxNumSeqs = v },
            "Most requests that run at once."),
        new ServerOption<int?>("max-num-batched-tokens", Planning, new OptionalValue<int>(new WholeNumber<int>(1, 10_000_000), "auto"),
            o => o.MaxNumBatchedTokens, (o, v) => o with { MaxNumBatchedTokens = v },
            "Token budget: most tokens that one step computes. auto is 8192, and computed under budget-policy study."),
        new ServerOption<BudgetPolicy>("budget-policy", Planning, new Choice<BudgetPolicy>(("fixed", BudgetPolicy.Fixed), ("study", BudgetPolicy.Study), ("target-step", BudgetPolicy.TargetStep)),
            o => o.BudgetPolicy, (o, v) => o with { BudgetPolicy = v },
            "Where the token budget comes from: fixed is max-num-batched-tokens, study a heuristic over GPU, model and tensor-parallel-size; target-step is fixed, and also limits each step's prefill so that the step takes target-step at most."),
        new ServerOption<TimeSpan?>("target-step", Planning, new OptionalValue<TimeSpan>(new DurationKind(TimeSpan.FromMicroseconds(100), TimeSpan.FromHours(1)), "auto"),
            o => o.TargetStep, (o, v) => o with { TargetStep = v },
            "How long a step should take at most under budget-policy target-step, in model time; auto is 50ms there."),
        new ServerOption<bool>("enable-chunked-prefill", Planning, new Switch(),
            o => o.EnableChunkedPrefill, (o, v) => o with { EnableChunkedPrefill = v },
            "Whether a prompt may be cut over several steps; otherwise one over the token budget is invalid."),
        new ServerOption<int>("long-prefill-token-threshold", Planning, new WholeNumber<int>(0, 10_000_000),
            o => o.LongPrefillTokenThreshold, (o, v) => o with { LongPrefillTokenThreshold = v },
            "Most tokens of one request in one step; 0 is no such limit."),
        new ServerOption<string>("scheduling-policy", Planning, new Choice<string>([.. PolicyCatalogue.All.Select(policy => (policy.Name, policy.Name))]),
            o => o.SchedulingPolicy, (o, v) => o with { SchedulingPolicy = v },
            $"Who goes first: {string.Join("; ", PolicyCatalogue.All.Select(policy => $"{policy.Name} {policy.Description}"))}."),
        new ServerOption<bool>("enable-prefix-caching", Planning, new Switch(),
            o => o.EnablePrefixCaching, (o, v) => o with { EnablePrefixCaching = v },
            "Whether requests with the same prefix share its KV blocks."),
        new ServerOption<int>("block-size", Planning, new WholeNumber<int>(1, 1_024),
            o => o.BlockSize, (o, v) => o with { BlockSize = v },
            "Tokens in a KV block."),
        new ServerOption<int?>("num-gpu-blocks-override", Planning, new OptionalValue<int>(new WholeNumber<int>(2, 1_000_000_000), "auto"),
            o => o.NumGpuBlocksOverride, (o, v) => o with { NumGpuBlocksOverride = v },
            "KV blocks, one of them never handed out; auto is what memory allows."),
        new ServerOption<bool>("scheduler-reserve-full-isl", Planning, new Switch(),
            o => o.SchedulerReserveFullIsl, (o, v) => o with { SchedulerReserveFullIsl = v },
            "Whether a request is admitted only if its whole prompt fits the free KV blocks, not just its first chunk."),
        new ServerOption<double>("watermark", Planning, new Number(0, 1, openMax: true),
            o => o.Watermark, (o, v) => o with { Watermark = v },
            "Share of KV blocks that an admission must leave free while others run."),
        new ServerOption<int>("max-waiting-queue-length", Planning, new WholeNumber<int>(1, 100_000_000),
            o => o.MaxWaitingQueueLength, (o, v) => o with { MaxWaitingQueueLength = v },
            "Most requests that wait; further ones are rejected."),

        new ServerOption<double>("time-scale", Clock, new Number(0, 1_000),
            o => o.TimeScale, (o, v) => o with { TimeScale = v },
            "Wall seconds that a second of model time takes: 1 is real time, 0.1 ten times faster; at 0 the engine never waits."),
        new ServerOption<long>("seed", Clock, new WholeNumber<long>(0, long.MaxValue),
            o => o.Seed, (o, v) => o with { Seed = v },
            "Seed of all that is drawn at random."),
        new ServerOption<TimeSpan>("ingest-delay", Clock, new DurationKind(TimeSpan.Zero, TimeSpan.FromHours(1)),
            o => o.IngestDelay, (o, v) => o with { IngestDelay = v },
            "What the front end takes for each request before it reaches the scheduler, in model time."),
        new ServerOption<TimeSpan>("ingest-delay-per-token", Clock, new DurationKind(TimeSpan.Zero, TimeSpan.FromSeconds(1)),
            o => o.IngestDelayPerToken, (o, v) => o with { IngestDelayPerToken = v },
            "What it takes for each token of the prompt besides."),
        new ServerOption<TokenLatencies?>("latency", Clock, new TokenLatenciesKind("auto"),
            o => o.Latency, (o, v) => o with { Latency = v },
            "Latencies in place of the GPU's cost model, which is auto: ttft to the first token on an idle server, itl for every step. GPU and model then define memory alone."),
        new ServerOption<TimeSpan?>("request-timeout", Clock, new OptionalValue<TimeSpan>(new DurationKind(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(7)), "none"),
            o => o.RequestTimeout, (o, v) => o with { RequestTimeout = v },
            "Longest time from receipt to the last token, in model time."),

        new ServerOption<string>("host", Endpoints, new Text("ADDRESS", "IP addresses and localhost", IsAddress),
            o => o.Host, (o, v) => o with { Host = v },
            "Address that the client ports are bound to; 0.0.0.0 is every interface."),
        new ServerOption<int>("grpc-port", Endpoints, new WholeNumber<int>(0, 65_535),
            o => o.GrpcPort, (o, v) => o with { GrpcPort = v },
            "Port of the gRPC door; 0 is any free one."),
        new ServerOption<int>("http-port", Endpoints, new WholeNumber<int>(0, 65_535),
            o => o.HttpPort, (o, v) => o with { HttpPort = v },
            "Port of the HTTP door; 0 is any free one."),
        new ServerOption<int>("admin-grpc-port", Endpoints, new WholeNumber<int>(0, 65_535),
            o => o.AdminGrpcPort, (o, v) => o with { AdminGrpcPort = v },
            "Port of the control service, on loopback whatever host says; 0 is any free one."),
        new ServerOption<string?>("api-key", Endpoints, new OptionalText(new Text("KEY", "keys of printable ASCII without spaces", IsKey), "none"),
            o => o.ApiKey, (o, v) => o with { ApiKey = v },
            "Key that clients must send as `authorization: Bearer KEY`.") { IsSecret = true },
        new ServerOption<bool>("enable-sleep-mode", Endpoints, new Switch(),
            o => o.EnableSleepMode, (o, v) => o with { EnableSleepMode = v },
            "Whether clients may send the server to sleep, in which it gives up its KV cache."),
        new ServerOption<int>("stream-interval", Endpoints, new WholeNumber<int>(1, 1_000_000),
            o => o.StreamInterval, (o, v) => o with { StreamInterval = v },
            "Tokens that are sent to a streaming client at once."),
        new ServerOption<int>("stream-buffer-tokens", Endpoints, new WholeNumber<int>(1, 100_000_000),
            o => o.StreamBufferTokens, (o, v) => o with { StreamBufferTokens = v },
            "Most tokens that a client may lag behind before its request is aborted."),
        new ServerOption<TimeSpan>("drain-timeout", Endpoints, new DurationKind(TimeSpan.Zero, TimeSpan.FromDays(1)),
            o => o.DrainTimeout, (o, v) => o with { DrainTimeout = v },
            "How long a server that was told to stop goes on with what it has, in wall time."),

        new ServerOption<string?>("journal", Recording, new OptionalText(new Text("FILE", "file paths"), "none"),
            o => o.Journal, (o, v) => o with { Journal = v },
            "Writes what entered the engine at which step, for a replay.") { IsOutputPath = true },
        new ServerOption<double>("trace-step-ratio", Recording, new Number(0, 1),
            o => o.TraceStepRatio, (o, v) => o with { TraceStepRatio = v },
            "Share of engine steps that get a trace span."),
    ];

    /// <summary>All names and aliases.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.SelectMany(option => option.Names)];

    private static readonly Dictionary<string, ServerOption> s_byName =
        All.SelectMany(option => option.Names.Select(name => (name, option))).ToDictionary(pair => pair.name, pair => pair.option);

    /// <summary>The option with this name or alias, or null.</summary>
    public static ServerOption? Find(string name) => s_byName.GetValueOrDefault(name);

    private static bool IsAddress(string host) => IPAddress.TryParse(host, out _) || host == "localhost";

    private static bool IsKey(string key) => key.All(c => c is > ' ' and <= '~');
}
