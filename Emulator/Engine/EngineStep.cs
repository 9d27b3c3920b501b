using Emulator.CostModel;
using Emulator.Scheduling;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>One step that is over.</summary>
/// <param name="Index">Counts the engine's steps from 0.</param>
/// <param name="Plan">What ran; valid until the next step.</param>
/// <param name="Cost">What it cost, by term.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended: start plus cost, whatever the host did.</param>
/// <param name="Lateness">How late the host was at its end, wall time.</param>
/// <param name="KvBlocksUsed">KV blocks held while it ran.</param>
public readonly record struct EngineStep(long Index, StepPlan Plan, StepCost Cost, ModelTime Start, ModelTime End, TimeSpan Lateness, int KvBlocksUsed);
