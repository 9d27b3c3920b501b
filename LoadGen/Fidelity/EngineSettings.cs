using Emulator.Hardware;
using Emulator.Scheduling;

namespace LoadGen.Fidelity;

/// <summary>How a measured engine was set up, as far as it shapes a step.</summary>
/// <param name="Scheduling">What shapes the plans, the KV blocks that memory leaves among it.</param>
/// <param name="Overhead">The host's share of a step that the GPU waits for.</param>
/// <param name="Assumptions">What is not published and was assumed, a clause each.</param>
public sealed record EngineSettings(SchedulerOptions Scheduling, HostOverhead Overhead, IReadOnlyList<string> Assumptions);
