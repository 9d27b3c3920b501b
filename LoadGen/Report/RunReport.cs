using System.Text.Json.Nodes;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>
/// One run: <c>report.json</c> of <c>simulate</c> and <c>run</c>. Who starts a run sets the required properties;
/// <see cref="RunMeasurements.Into"/> adds what was measured. Null means not measured. Outside <see cref="Host"/> two simulations with one seed are equal.
/// </summary>
public sealed record RunReport
{
    /// <summary>Version of the file format; changes when a field's meaning does.</summary>
    public const string SchemaVersion = "report/1";

    /// <summary>The file format.</summary>
    public string Schema { get; init; } = SchemaVersion;

    /// <summary>Version of this tool.</summary>
    public string ToolVersion { get; init; } = Emulator.ProductVersion.Own;

    /// <summary>Simulated or real.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>Whether the run ended early, so that only a part of it was measured.</summary>
    public bool Partial { get; init; }

    /// <summary>Why it did; null for a whole run.</summary>
    public PartialReason? PartialReason { get; init; }

    /// <summary>The workload's name, or the schedule file's.</summary>
    public required string Workload { get; init; }

    /// <summary>SHA-256 of the exported schedule, 64 hex digits.</summary>
    public string? ScheduleSha256 { get; init; }

    /// <summary>Seed of the schedule.</summary>
    public required long Seed { get; init; }

    /// <summary>Length of the arrival window, warm-up and cool-down included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Wall seconds per model second; null in virtual time.</summary>
    public double? TimeScale { get; init; }

    /// <summary>Factor on every arrival rate of the workload.</summary>
    public double RateScale { get; init; } = 1;

    /// <summary>The emulated server's preset; null for a server that is not ours.</summary>
    public string? Preset { get; init; }

    /// <summary>The server's address; null in virtual time.</summary>
    public string? Target { get; init; }

    /// <summary>The name under which runs are compared, for example "8 x TP1"; null: the preset's or the target's.</summary>
    public string? Configuration { get; init; }

    /// <summary>GPUs of all replicas together; hardware is compared by it.</summary>
    public int? Gpus { get; init; }

    /// <summary>The device that was emulated; null for a server that is not ours.</summary>
    public DeviceReport? Device { get; init; }

    /// <summary>The server's effective configuration, without output paths.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>What was measured and what was cut off.</summary>
    public WindowReport Window { get; init; } = new(TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>Arrivals of the window by how they ended.</summary>
    public OutcomeCounts Outcomes { get; init; } = new();

    /// <summary>First turns due in the window and follow-ups issued in it: the denominator of the success rate.</summary>
    public long Arrivals { get; init; }

    /// <summary>Those of <see cref="Arrivals"/> that were later turns of a conversation: the one part that depends on the server.</summary>
    public long FollowUps { get; init; }

    /// <summary>Follow-ups whose turn never came; outside all rates.</summary>
    public long NotIssued { get; init; }

    /// <summary>Completed by <see cref="Arrivals"/>; null without arrivals.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Completed requests by the window's length.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Prompt tokens of completed requests by the window's length.</summary>
    public double? PromptTokensPerSecond { get; init; }

    /// <summary>Output tokens of completed requests by the window's length.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>The same rates until the last answer: what the server really sustained when it went on answering after the window.</summary>
    public SustainedRates? Sustained { get; init; }

    /// <summary>The limits asked for; null without.</summary>
    public Slo? Slo { get; init; }

    /// <summary>Requests that met every limit by the window's length.</summary>
    public double? Goodput { get; init; }

    /// <summary>Requests that met every limit by <see cref="Arrivals"/>.</summary>
    public double? SloAttainment { get; init; }

    /// <summary>Latencies of what was answered.</summary>
    public LatencyReport Latency { get; init; } = new();

    /// <summary>The same with every request that got no answer counted as infinite.</summary>
    public AdjustedLatencyReport LatencyAdjusted { get; init; } = new();

    /// <summary>Cumulative distributions, for drawing.</summary>
    public DistributionReport Distributions { get; init; } = new();

    /// <summary>Outcomes by client profile, in order of name.</summary>
    public IReadOnlyList<ProfileReport> Profiles { get; init; } = [];

    /// <summary>How far off the figures may be because the cost model is; null: <see cref="PredictionIntervalReason"/> says why.</summary>
    public PredictionIntervalReport? PredictionInterval { get; init; }

    /// <summary>Why a simulation has no <see cref="PredictionInterval"/>, as the end of a sentence; null where it has, and for real traffic.</summary>
    public string? PredictionIntervalReason { get; init; }

    /// <summary>What the engine did; null for a server that does not say.</summary>
    public EngineReport? Engine { get; init; }

    /// <summary>The engine's state over time, for drawing.</summary>
    public TimelineReport? Timeline { get; init; }

    /// <summary>The requests as counted by server and client; null where the server does not say.</summary>
    public Balance? Balance { get; init; }

    /// <summary>How the host of the run did, in wall time: the only part that varies.</summary>
    public HostReport Host { get; init; } = new();

    /// <summary>The name to show: <see cref="Configuration"/>, else preset, else target.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string DisplayName => Configuration ?? Preset ?? Target ?? "run";
}
