using Emulator.Configuration.Behaviour;
using Emulator.Configuration.VllmFlags;
using Emulator.CostModel;
using Emulator.CostModel.Latencies;

namespace Emulator.Configuration;

/// <summary>
/// What an emulated server is: every option of <c>serve</c>. Immutable and compared by value. Values given in code are as free as
/// any others to be wrong: <see cref="Problems()"/> finds out.
/// </summary>
/// <remarks>Names, meanings and defaults are vLLM's where vLLM has the option; what <c>null</c> means is said at each property.</remarks>
public sealed record ServerOptions
{
    /// <summary>The preset of a server that names none.</summary>
    public const string DefaultPreset = "llama3-8b-h100";

    /// <summary>Tokens of a step under <see cref="BudgetPolicy.Fixed"/> where <see cref="MaxNumBatchedTokens"/> is not given.</summary>
    public const int DefaultTokenBudget = 8_192;

    /// <summary>Tokens that may wait for a client where slow readers are aborted and <see cref="StreamBufferTokens"/> is not given.</summary>
    public const int DefaultStreamBuffer = 16_384;

    /// <summary>The target under <see cref="BudgetPolicy.TargetStep"/> where <see cref="TargetStep"/> is not given.</summary>
    public static readonly TimeSpan DefaultTargetStep = TimeSpan.FromMilliseconds(50);

    /// <summary>Name or path of the preset that these options began as.</summary>
    public string Preset { get; init; } = DefaultPreset;

    /// <summary>The model's name in the catalogue, or the path of a model file; see <see cref="CatalogueLookup.Model"/>.</summary>
    public string Model { get; init; } = "";

    /// <summary>The names under which clients ask for the model, of which answers carry the first; null = <see cref="Model"/> as it is given here.</summary>
    public TextList? ServedModelName { get; init; }

    /// <summary>The GPU's name in the catalogue; with <see cref="Hardware"/> the name in that file.</summary>
    public string Gpu { get; init; } = "";

    /// <summary>Path of a device file, or the device itself as a JSON object, in place of the catalogue's <see cref="Gpu"/>; null = the catalogue's.</summary>
    public string? Hardware { get; init; }

    /// <summary>GPUs that share each layer.</summary>
    public int TensorParallelSize { get; init; } = 1;

    /// <summary>Whether shapes and limits outside of what was measured on the GPU are refused; otherwise they are told.</summary>
    public bool StrictCoverage { get; init; }

    /// <summary>Number format of weights and activations.</summary>
    public WeightType Dtype { get; init; }

    /// <summary>Number format of cached keys and values.</summary>
    public KvCacheType KvCacheDtype { get; init; }

    /// <summary>The share of each GPU's whole memory that this server may use for everything.</summary>
    public double GpuMemoryUtilization { get; init; } = 0.9;

    /// <summary>Most tokens of prompt and answer together; null = the model's context.</summary>
    public int? MaxModelLen { get; init; }

    /// <summary>Most requests that run at once.</summary>
    public int MaxNumSeqs { get; init; } = 256;

    /// <summary>
    /// Most tokens that one step computes, decodes included; null = <see cref="DefaultTokenBudget"/>, computed under
    /// <see cref="BudgetPolicy.Study"/>.
    /// </summary>
    public int? MaxNumBatchedTokens { get; init; }

    /// <summary>Where a step's token budget comes from.</summary>
    public BudgetPolicy BudgetPolicy { get; init; }

    /// <summary>How long a step should take at most under <see cref="BudgetPolicy.TargetStep"/>, in model time; null = <see cref="DefaultTargetStep"/> there, none elsewhere.</summary>
    public TimeSpan? TargetStep { get; init; }

    /// <summary>Whether a prompt may be cut over several steps.</summary>
    public bool EnableChunkedPrefill { get; init; } = true;

    /// <summary>Most tokens of one request in one step; 0 = no such limit.</summary>
    public int LongPrefillTokenThreshold { get; init; }

    /// <summary>Who goes first.</summary>
    public string SchedulingPolicy { get; init; } = "fcfs";

    /// <summary>Whether full KV blocks are reused by requests with the same prefix.</summary>
    public bool EnablePrefixCaching { get; init; }

    /// <summary>Tokens in a KV block.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>KV blocks in place of those that memory allows, vLLM's null block included; null = what memory allows.</summary>
    public int? NumGpuBlocksOverride { get; init; }

    /// <summary>Whether a request is admitted only if all of its known tokens fit, not just its first chunk.</summary>
    public bool SchedulerReserveFullIsl { get; init; } = true;

    /// <summary>Share of KV blocks that an admission must leave free while others run.</summary>
    public double Watermark { get; init; }

    /// <summary>Most requests that wait; further ones are rejected (<c>queue_full</c>). null = as <see cref="BehaveAs"/> has it.</summary>
    public int? MaxWaitingQueueLength { get; init; }

    /// <summary>Most requests in flight, waiting and running; further ones are rejected (<c>queue_full</c>). null = no such limit.</summary>
    public int? MaxNumQueuedReqs { get; init; }

    /// <summary>Most prompt tokens of requests that have no token yet; while there are so many, further requests are rejected (<c>queue_full</c>). null = no such limit.</summary>
    public int? MaxNumQueuedTokens { get; init; }

    /// <summary>Wall seconds that a second of model time takes: 1 = real time, 0.1 = ten times faster, 0 = the engine never waits.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Seed of everything that is drawn at random.</summary>
    public long Seed { get; init; }

    /// <summary>Time that the front end takes for each request before it reaches the scheduler, in model time.</summary>
    public TimeSpan IngestDelay { get; init; }

    /// <summary>The same for each token of its prompt.</summary>
    public TimeSpan IngestDelayPerToken { get; init; }

    /// <summary>Latencies that stand for the device's cost model; null = the cost model. Model and GPU then define memory alone.</summary>
    public TokenLatencies? Latency { get; init; }

    /// <summary>Longest time from receipt to the last token, in model time; null = no limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>The address that the client ports are bound to, or the name of a host that has it.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port of the gRPC door; 0 = any free one.</summary>
    public int GrpcPort { get; init; } = 50_051;

    /// <summary>Port of the HTTP door; 0 = any free one.</summary>
    public int HttpPort { get; init; } = 8_000;

    /// <summary>Port of the control service, always on loopback; 0 = any free one.</summary>
    public int AdminGrpcPort { get; init; } = 9_191;

    /// <summary>Whether clients may send the server to sleep.</summary>
    public bool EnableSleepMode { get; init; }

    /// <summary>Whether the HTTP door has the paths of vLLM's development mode, by which clients give orders to the engine.</summary>
    public bool ServerDevMode { get; init; }

    /// <summary>Whether the HTTP door has no OpenAPI document; the name is vLLM's.</summary>
    public bool DisableFastapiDocs { get; init; }

    /// <summary>The keys of which clients must send one; null = none is needed.</summary>
    public TextList? ApiKey { get; init; }

    /// <summary>Path of the certificate chain that the client ports show, PEM; null = no TLS.</summary>
    public string? TlsCert { get; init; }

    /// <summary>Path of its private key, PEM; null = in the file of <see cref="TlsCert"/>.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Path of the authorities whose client certificates are taken, PEM; null = the machine's.</summary>
    public string? SslCaCerts { get; init; }

    /// <summary>Whether clients show a certificate, as Python's <c>ssl</c> counts: 0 = none is asked for, 1 = it may, 2 = it must.</summary>
    public int SslCertReqs { get; init; }

    /// <summary>Origins whose pages may read answers: <c>*</c> is any; null = none.</summary>
    public TextList? AllowedOrigins { get; init; } = new("*");

    /// <summary>Methods that such pages may use: <c>*</c> is any; null = those that need no permission.</summary>
    public TextList? AllowedMethods { get; init; } = new("*");

    /// <summary>Headers that such pages may send: <c>*</c> is any; null = those that need no permission.</summary>
    public TextList? AllowedHeaders { get; init; } = new("*");

    /// <summary>Whether such pages may send cookies and keys.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>Most bytes of a request's body over HTTP; null = no limit.</summary>
    public long? MaxRequestBodySize { get; init; } = 64L << 20;

    /// <summary>Most bytes of a request's line and headers over HTTP.</summary>
    public int H11MaxIncompleteEventSize { get; init; } = 4 << 20;

    /// <summary>Most headers of a request over HTTP.</summary>
    public int H11MaxHeaderCount { get; init; } = 256;

    /// <summary>Most connections open at once, on each client port; null = no limit.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Longest time that a client takes to send a request's headers over HTTP, in wall time.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time that an HTTP connection stays open between requests, in wall time; vLLM's.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tokens that are sent to a streaming client at once, behind the first.</summary>
    public int StreamInterval { get; init; } = 1;

    /// <summary>Most tokens that wait for a client to read them; then its request is aborted (<c>slow_consumer</c>). null = as <see cref="BehaveAs"/> has it.</summary>
    public int? StreamBufferTokens { get; init; }

    /// <summary>The server that this one passes for, wherever they differ.</summary>
    public BehaveAs BehaveAs { get; init; }

    /// <summary>Whether usage tells how many prompt tokens came out of the prefix cache, where <see cref="BehaveAs"/> leaves it open.</summary>
    public bool EnablePromptTokensDetails { get; init; }

    /// <summary>Whether answers carry <c>X-Request-Id</c>, where <see cref="BehaveAs"/> leaves it open.</summary>
    public bool EnableRequestIdHeaders { get; init; }

    /// <summary>Whether refusals over HTTP carry headers of this server's own that say how they are counted.</summary>
    public bool OutcomeHeaders { get; init; }

    /// <summary>Whether <c>/load</c> counts the requests that are under way.</summary>
    public bool EnableServerLoadTracking { get; init; }

    /// <summary>Whether requests may bring a chat template, though it changes nothing here.</summary>
    public bool TrustRequestChatTemplate { get; init; }

    /// <summary>Whether every stream tells its usage with every chunk, asked for or not.</summary>
    public bool EnableForceIncludeUsage { get; init; }

    /// <summary>What vLLM's answers tell of the server as <c>system_fingerprint</c>.</summary>
    public FingerprintMode FingerprintMode { get; init; }

    /// <summary>What they tell under <see cref="FingerprintMode.Custom"/>; null = nothing.</summary>
    public string? FingerprintValue { get; init; }

    /// <summary>Whether tools are called, forced or not, where <see cref="BehaveAs"/> leaves it open.</summary>
    public bool EnableAutoToolChoice { get; init; }

    /// <summary>Name of vLLM's parser of tool calls; any name will do, since calls are made and not parsed. null = none.</summary>
    public string? ToolCallParser { get; init; }

    /// <summary>What answers read: <c>prose</c>, <c>echo</c>, or the path of a file with answers.</summary>
    public string Content { get; init; } = "prose";

    /// <summary>Path of a tokenizer; null = o200k_base.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Characters above which the tokens of a text are estimated; null = never.</summary>
    public int? EstimateTokensAbove { get; init; }

    /// <summary>Whether clients may ask for the length or the text of their answers.</summary>
    public bool RequestControl { get; init; }

    /// <summary>Most alternatives that logprobs may ask for at each token; -1 = as many as the vocabulary has.</summary>
    public int MaxLogprobs { get; init; } = 20;

    /// <summary>How long a server that was told to stop goes on with what it has, in wall time; null = as <see cref="BehaveAs"/> has it.</summary>
    public TimeSpan? DrainTimeout { get; init; }

    /// <summary>How many servers the process has, or the path of a file that lists them; a server made of these options is one of them.</summary>
    public string Replicas { get; init; } = "1";

    /// <summary>Whether all of them answer on one HTTP port.</summary>
    public bool OneHttpPort { get; init; }

    /// <summary>Where to write what entered the engine at which step; null = nowhere.</summary>
    public string? Journal { get; init; }

    /// <summary>Share of engine steps that get a trace span.</summary>
    public double TraceStepRatio { get; init; } = 0.01;

    /// <summary>Whether the page <c>/metrics</c> also has names that vLLM has taken off its own.</summary>
    public bool ShowHiddenMetrics { get; init; }

    /// <summary>What <see cref="BehaveAs"/> means.</summary>
    internal ServerBehaviour Behaviour => ServerBehaviour.Of(BehaveAs);

    /// <summary>Most requests that wait.</summary>
    internal int MostWaiting => MaxWaitingQueueLength ?? (Behaviour.WaitingForEachRunning is { } each ? each * MaxNumSeqs : ServerBehaviour.MemoryGuard);

    /// <summary>Most tokens that wait for a client to read them.</summary>
    internal int MostUnreadTokens => StreamBufferTokens ?? (Behaviour.AbortsSlowReaders ? DefaultStreamBuffer : int.MaxValue);

    /// <summary>How long a server that was told to stop goes on with what it has.</summary>
    internal TimeSpan LongestDrain => DrainTimeout ?? Behaviour.Drain;

    /// <summary>The names of all options, without dashes, and their aliases.</summary>
    public static IReadOnlyList<string> Names => ServerOptionTable.Names;

    /// <summary>Whether a source may give this name: an option's, or that of another flag of vLLM, which then does nothing or is refused.</summary>
    public static bool Knows(string name) => ServerOptionTable.Find(name) is not null || VllmFlagTable.Find(name) is not null;

    /// <summary>
    /// Options from a preset and changes to it, as <c>serve --preset NAME --KEY VALUE</c> would have them; neither environment nor
    /// configuration file takes part.
    /// </summary>
    /// <param name="nameOrPath">A built-in preset's name or alias in any case, or the path of a preset file.</param>
    /// <param name="overrides">Option names without dashes, and values as the command line has them.</param>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public static ServerOptions FromPreset(string nameOrPath, IReadOnlyDictionary<string, string>? overrides = null) =>
        Parse(new Dictionary<string, string>(overrides ?? new Dictionary<string, string>()) { ["preset"] = nameOrPath }).Options;

    /// <summary>Options from all their sources: flag over environment variable over file over preset over default.</summary>
    /// <param name="flags">Option names without dashes, and values as the command line has them.</param>
    /// <param name="environment">Environment variables; only those that begin with <c>EMULATOR__</c> count. None by default.</param>
    /// <param name="configFile">Path of a YAML or JSON file with option names as keys; <c>EMULATOR__CONFIG</c> by default.</param>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public static EffectiveConfiguration Parse(
        IReadOnlyDictionary<string, string> flags,
        IReadOnlyDictionary<string, string>? environment = null,
        string? configFile = null) => ConfigurationSources.Resolve(flags, environment ?? new Dictionary<string, string>(), configFile);

    /// <summary>The servers of one process, from the same sources; <see cref="Replicas"/> says how many there are.</summary>
    /// <inheritdoc cref="Parse"/>
    public static ReplicaList ParseReplicas(
        IReadOnlyDictionary<string, string> flags,
        IReadOnlyDictionary<string, string>? environment = null,
        string? configFile = null) => ReplicaList.Resolve(flags, environment ?? new Dictionary<string, string>(), configFile);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public static ServerOptions FromJson(string json) => OptionsJson.Read(json);

    /// <summary>
    /// All options as one JSON object on one line, keys as on the command line. Without <see cref="ApiKey"/>, which is a secret, and
    /// <see cref="Journal"/>, which belongs to the run.
    /// </summary>
    public string ToJson() => OptionsJson.Write(this);

    /// <summary>An option's value as the command line takes it.</summary>
    /// <param name="name">The option's name, without dashes.</param>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public string Show(string name) => (ServerOptionTable.Find(name) ?? throw new ArgumentException($"{name} is not an option", nameof(name))).Print(this);

    /// <summary>
    /// Everything that is wrong with these options, each in one sentence: the option, its value, and what is allowed. What depends on
    /// the catalogues (does the model fit the GPU?) is not known here.
    /// </summary>
    public IEnumerable<string> Problems() => Problems(new Dictionary<string, string>());

    /// <summary>As <see cref="Problems()"/>, with where the wrong value came from.</summary>
    internal IEnumerable<string> Problems(IReadOnlyDictionary<string, string> origins) => ServerOptionRules.Problems(this, origins);
}
