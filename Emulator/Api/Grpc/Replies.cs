using System.Globalization;
using Emulator.Configuration;
using Emulator.Engine;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Inference.V1;
using FinishReason = Inference.V1.FinishReason;

namespace Emulator.Api.Grpc;

/// <summary>From a request's end to the messages that tell of it.</summary>
internal static class Replies
{
    /// <summary>Why a completed request ended.</summary>
    public static FinishReason FinishReasonOf(Answer answer) => answer.Stopped ? FinishReason.Stop : FinishReason.Length;

    /// <summary>Tokens used by a completed request.</summary>
    public static Usage UsageOf(Answer answer) => new()
    {
        PromptTokens = (uint)answer.PromptTokens,
        CompletionTokens = (uint)answer.Request.Outputs,
        TotalTokens = (uint)answer.Request.Tokens,
        PromptTokensDetails = new PromptTokensDetails { CachedTokens = (uint)answer.Request.CachedTokens },
    };

    /// <summary>What happened to a completed request, in model time.</summary>
    public static Timing TimingOf(LiveRequest request) => new()
    {
        Queue = request.QueueTime?.ToDuration(),
        Prefill = request.PrefillTime?.ToDuration(),
        Decode = request.DecodeTime?.ToDuration(),
        Steps = (uint)request.Steps,
        Preemptions = (uint)request.Preemptions,
    };

    /// <summary>The same as trailers of a call, for clients that read no messages; also for one that ended early, as far as it came.</summary>
    public static void AddTiming(Metadata trailers, LiveRequest request)
    {
        Add("x-queue-seconds", request.QueueTime);
        Add("x-prefill-seconds", request.PrefillTime);
        Add("x-decode-seconds", request.DecodeTime);
        trailers.Add("x-engine-steps", request.Steps.ToString(CultureInfo.InvariantCulture));
        trailers.Add("x-preemptions", request.Preemptions.ToString(CultureInfo.InvariantCulture));

        void Add(string name, TimeSpan? time)
        {
            if (time is { } known)
            {
                trailers.Add(name, known.TotalSeconds.ToString("0.#######", CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>The served model.</summary>
    /// <param name="reception">Who serves it.</param>
    /// <param name="controlPort">Port of the control service.</param>
    public static ModelInfo ModelOf(Reception reception, int controlPort)
    {
        EngineSetup setup = reception.Setup;
        return new ModelInfo
        {
            Id = setup.ServedModelName,
            Created = reception.StartedAt.ToUnixTimeSeconds(),
            OwnedBy = "emulator",
            Root = setup.Model.Name,
            MaxModelLen = (uint)setup.Blueprint.MaxModelLength,
            TimeScale = setup.Options.TimeScale,
            TensorParallelSize = (uint)setup.Options.TensorParallelSize,
            Gpu = setup.Gpu.Name,
            Calibrated = setup.Gpu.Calibrated,
            CalibrationNote = setup.Gpu.Note,
            KvBlocks = (uint)setup.KvBlocks,
            BlockSize = (uint)setup.Options.BlockSize,
            TokenBudget = (uint)setup.Blueprint.Scheduling.TokenBudget,
            MaxNumSeqs = (uint)setup.Options.MaxNumSeqs,
            ControlPort = (uint)controlPort,
        };
    }
}
