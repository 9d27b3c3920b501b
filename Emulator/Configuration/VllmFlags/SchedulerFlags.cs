using static Emulator.Configuration.VllmFlags.FlagArity;
using static Emulator.Configuration.VllmFlags.VllmFlag;

namespace Emulator.Configuration.VllmFlags;

/// <summary>How steps are planned, and who is let in.</summary>
internal static class SchedulerFlags
{
    public static IReadOnlyList<VllmFlag> All { get; } =
    [
        Modelled("max-num-batched-tokens"),
        Modelled("max-num-seqs"),
        Modelled("max-num-queued-reqs"),
        Modelled("max-num-queued-tokens"),
        Modelled("long-prefill-token-threshold"),
        Modelled("scheduling-policy"),
        Modelled("enable-chunked-prefill"),
        Modelled("scheduler-reserve-full-isl"),
        Modelled("watermark"),
        Modelled("stream-interval"),
        NotModelled("max-num-scheduled-tokens", "a limit on scheduled tokens apart from the token budget"),
        NotModelled("max-num-active-seqs", "a limit on running requests apart from max-num-seqs"),
        NotModelled("prefill-schedule-interval", "prefill in some steps only", "1"),
        NotModelled("scheduler-cls", "a scheduler class of one's own"),
        NotModelledSwitch("disable-hybrid-kv-cache-manager", "one block table for windowed and full layers"),
        NotModelledSwitch("async-scheduling", "asynchronous scheduling"),
        .. Harmless(Switch, "prompts are text or tokens", "disable-chunked-mm-input"),
    ];
}
