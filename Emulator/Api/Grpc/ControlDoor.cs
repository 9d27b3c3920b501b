using Emulator.Configuration;
using Emulator.Engine;
using Grpc.Core;
using Inference.V1;

namespace Emulator.Api.Grpc;

/// <summary>The control service: a look inside.</summary>
internal sealed class ControlDoor(Reception reception, EffectiveConfiguration configuration) : ControlService.ControlServiceBase
{
    public override Task<ServerState> GetState(GetStateRequest request, ServerCallContext context)
    {
        EngineReplica engine = reception.Engine;
        LedgerCounts counts = engine.Ledger.Read();
        EngineState state = engine.State;
        double timeScale = reception.Setup.Options.TimeScale;
        ServerState reply = new()
        {
            Received = (ulong)counts.Received,
            Outcomes = new OutcomeCounts
            {
                Completed = (ulong)counts.Completed,
                Rejected = (ulong)counts.Rejected,
                TimedOut = (ulong)counts.TimedOut,
                Cancelled = (ulong)counts.Cancelled,
                Failed = (ulong)counts.Failed,
                Invalid = (ulong)counts.Invalid,
            },
            InFlight = (uint)counts.InFlight,
            Running = (uint)state.Running,
            Waiting = (uint)state.Waiting,
            KvBlocksUsed = (uint)state.KvBlocksUsed,
            KvBlocksTotal = (uint)state.KvBlocks,
            Preemptions = (ulong)state.Preemptions,
            Steps = (ulong)state.Steps,
            TimeScale = timeScale,
            KeptUp = true,
            PlanHash = state.PlanHash.ToString(),
            StepSecondsTotal = state.StepTime.TotalSeconds,
            SequencesTotal = (ulong)state.Sequences,
            ComputedTokens = (ulong)state.ComputedTokens,
            WastedTokens = (ulong)state.WastedTokens,
            KvBlockSecondsTotal = state.KvUsageMean * state.KvBlocks * state.StepTime.TotalSeconds,
            StepCostTotal = new StepCostTotal
            {
                GemmSeconds = state.Cost.GemmMicroseconds * 1e-6,
                AttentionSeconds = state.Cost.AttentionMicroseconds * 1e-6,
                ElementwiseSeconds = state.Cost.ElementwiseMicroseconds * 1e-6,
                AllReduceSeconds = state.Cost.AllReduceMicroseconds * 1e-6,
                HeadSeconds = state.Cost.HeadMicroseconds * 1e-6,
                OverheadSeconds = state.Cost.OverheadMicroseconds * 1e-6,
            },
        };
        if (engine.Blueprint.PrefillLimit is not null)
        {
            reply.StepsOverTarget = (ulong)state.StepsOverTarget;
            reply.StepsOverTargetAtFloor = (ulong)state.StepsOverTargetAtFloor;
        }

        if (state.Steps > 0)
        {
            Lateness lateness = engine.StepLateness;
            reply.MeanStepSeconds = state.StepTime.TotalSeconds / state.Steps;
            reply.StepLateness = new StepLateness
            {
                P50WallSeconds = lateness.P50.TotalSeconds,
                P99WallSeconds = lateness.P99.TotalSeconds,
                MaxWallSeconds = lateness.Max.TotalSeconds,
            };
            if (request.StepLatenessBuckets)
            {
                reply.StepLateness.Buckets.AddRange(engine.StepLatenessBuckets.Select(bucket => new LatenessBucket { UpperWallSeconds = bucket.Upper.TotalSeconds, Count = (ulong)bucket.Count }));
            }

            reply.KeptUp = Pace.IsKept(lateness, state.StepTime / state.Steps * timeScale);
        }

        return Task.FromResult(reply);
    }

    public override Task<ServerConfig> GetConfig(GetConfigRequest request, ServerCallContext context)
    {
        ServerConfig reply = new();
        reply.Settings.AddRange(configuration.Settings.Select(setting => new Setting { Key = setting.Key, Value = setting.Value, Origin = setting.Origin }));
        return Task.FromResult(reply);
    }
}
