using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>How devices share the work.</summary>
internal static class ParallelFlags
{
    private const string Data = "data parallelism inside one server (start several with replicas)";
    private const string Experts = "expert parallelism";

    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        Modelled("tensor-parallel-size", "tp"),
        NotModelled("pipeline-parallel-size", "pipeline parallelism", "1") with { ShortNames = ["pp"] },
        NotModelled("data-parallel-size", Data, "1") with { ShortNames = ["dp"] },
        NotModelled("data-parallel-rank", Data) with { ShortNames = ["dpn"] },
        NotModelledSwitch("data-parallel-hybrid-lb", Data) with { ShortNames = ["dph"] },
        NotModelledSwitch("data-parallel-external-lb", Data) with { ShortNames = ["dpe"] },
        NotModelledSwitch("data-parallel-multi-port-external-lb", Data) with { ShortNames = ["dpm"] },
        NotModelled("decode-context-parallel-size", "context parallelism", "1") with { ShortNames = ["dcp"] },
        NotModelled("prefill-context-parallel-size", "context parallelism", "1") with { ShortNames = ["pcp"] },
        NotModelledSwitch("enable-expert-parallel", Experts) with { ShortNames = ["ep"] },
        NotModelledSwitch("enable-elastic-ep", Experts),
        NotModelledSwitch("enable-eplb", Experts),
        NotModelled("nnodes", "a server over several nodes", "1") with { ShortNames = ["n"] },
        NotModelledSwitch("enable-dbo", "dual-batch overlap"),
        NotModelledSwitch("enable-batch-sharded-sampling", "sampling that is split over devices"),
        NotModelledSwitch("disable-custom-all-reduce", "all-reduce without vLLM's own kernels"),
        NotModelled("worker-cls", "a worker class of one's own", "auto"),
        NotModelled("worker-extension-cls", "a worker class of one's own"),
        .. Short(Harmless(Value, "only matters with data parallelism", "data-parallel-start-rank", "data-parallel-size-local", "data-parallel-address", "data-parallel-rpc-port", "data-parallel-backend"), "dpr", "dpl", "dpa", "dpp", "dpb"),
        .. Harmless(Value, "only matters with data parallelism", "dp-sync-interval"),
        .. Harmless(Switch, "only matters with data parallelism", "disable-nccl-for-dp-synchronization"),
        .. Harmless(Value, "only matters with context parallelism", "dcp-comm-backend", "dcp-kv-cache-interleave-size", "cp-kv-cache-interleave-size"),
        .. Harmless(Switch, "only matters with context parallelism", "dcp-q-replicate"),
        .. Harmless(Value, "only matters with expert parallelism", "all2all-backend", "eplb-config", "expert-placement-strategy"),
        .. Harmless(Value, "only matters with dual-batch overlap", "ubatch-size", "dbo-decode-token-threshold", "dbo-prefill-token-threshold"),
        .. Short(Harmless(Value, "only matters with several nodes", "node-rank"), "r"),
        .. Harmless(Value, "only matters with several nodes", "master-addr", "master-port"),
        .. Harmless(Value, "there are no worker processes", "distributed-executor-backend", "distributed-timeout-seconds", "cpu-distributed-timeout-seconds", "device-ids", "fault-tolerance-config"),
        .. Harmless(Switch, "there are no worker processes", "numa-bind", "ray-workers-use-nsight", "enable-fault-tolerance"),
        .. Harmless(Several, "there are no worker processes", "numa-bind-nodes", "numa-bind-cpus"),
    ];

    private static IEnumerable<VllmFlag> Short(IEnumerable<VllmFlag> flags, params string[] names) => flags.Zip(names, (flag, name) => flag with { ShortNames = [name] });
}
