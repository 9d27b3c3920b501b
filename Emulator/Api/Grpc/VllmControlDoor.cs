using System.Globalization;
using Emulator.Admission;
using Emulator.Configuration;
using Grpc.Core;
using Vllm;
using PauseMode = Emulator.Engine.PauseMode;

namespace Emulator.Api.Grpc;

/// <summary>vLLM's control service: what the server is, and orders to its engine.</summary>
/// <param name="reception">Who serves.</param>
/// <param name="shutDown">Begins to end the server.</param>
internal sealed class VllmControlDoor(Reception reception, Action shutDown) : Vllm.Control.ControlBase
{
    private const uint DeepestSleep = 2;

    private readonly CallGuard _guard = new(reception);
    private volatile string _weightVersion = "default";

    public override Task<ServerInfo> GetServerInfo(GetServerInfoRequest request, ServerCallContext context) => Answer(context, () =>
    {
        EngineSetup setup = reception.Setup;
        uint gpus = (uint)setup.Options.TensorParallelSize;
        return new ServerInfo
        {
            EngineVersion = ProductVersion.Vllm,
            ApiVersion = "vllm",
            InstanceId = reception.StartedAt.Ticks.ToString("x", CultureInfo.InvariantCulture)[^5..],
            Parallelism = new ParallelismInfo
            {
                TensorParallelSize = gpus,
                PipelineParallelSize = 1,
                DataParallelSize = 1,
                DecodeContextParallelSize = 1,
                WorldSize = gpus,
                DataParallelSizeLocal = 1,
            },
            MaxModelLen = (uint)setup.Blueprint.MaxModelLength,
            KvBlockSize = (uint)setup.Options.BlockSize,
            TotalKvBlocks = (ulong)setup.Blueprint.Scheduling.NumGpuBlocks,
            MaxRunningRequests = (ulong)setup.Options.MaxNumSeqs,
            MaxBatchedTokens = (ulong)setup.Blueprint.Scheduling.TokenBudget,
            RlCapabilities = new RlCapabilities { SleepModeEnabled = setup.Options.EnableSleepMode },
            EffectiveAttentionBlockSize = (ulong)setup.Options.BlockSize,
        };
    });

    public override Task<ModelInfo> GetModelInfo(GetModelInfoRequest request, ServerCallContext context) => Answer(context, () =>
    {
        EngineSetup setup = reception.Setup;
        return new ModelInfo
        {
            ModelId = setup.ModelId,
            ServedModelName = setup.ServedModelName,
            ServedModelAliases = { setup.ServedModelNames.Skip(1) },
            SupportsTextInput = true,
            SupportsTokenIdsInput = true,
        };
    });

    public override Task<ShutdownResponse> Shutdown(ShutdownRequest request, ServerCallContext context) => Answer(context, () =>
    {
        shutDown();
        return new ShutdownResponse();
    });

    public override Task<AbortResponse> Abort(AbortRequest request, ServerCallContext context) => Answer(context, () =>
    {
        foreach (string id in request.RequestIds)
        {
            reception.Abort(id);
        }

        return new AbortResponse();
    });

    public override Task<LoadLoraResponse> LoadLora(LoadLoraRequest request, ServerCallContext context) => Refuse<LoadLoraResponse>(context, VllmRefusals.NoLora);

    public override Task<UnloadLoraResponse> UnloadLora(UnloadLoraRequest request, ServerCallContext context) => Refuse<UnloadLoraResponse>(context, VllmRefusals.NoLora);

    public override Task<ListLorasResponse> ListLoras(ListLorasRequest request, ServerCallContext context) => Refuse<ListLorasResponse>(context, VllmRefusals.NoLora);

    public override Task<GetKvEventSourcesResponse> GetKvEventSources(GetKvEventSourcesRequest request, ServerCallContext context) =>
        Answer(context, () => new GetKvEventSourcesResponse());

    public override Task<PauseGenerationResponse> PauseGeneration(PauseGenerationRequest request, ServerCallContext context) => _guard.AnswerAsync(context, async () =>
    {
        await reception.Engine.PauseAsync(ModeOf(request.Mode), clearsCache: !request.HasClearCache || request.ClearCache);
        return new PauseGenerationResponse();
    });

    public override Task<ResumeGenerationResponse> ResumeGeneration(ResumeGenerationRequest request, ServerCallContext context) => _guard.AnswerAsync(context, async () =>
        await reception.Engine.ResumeAsync() ? new ResumeGenerationResponse() : throw new RefusedException(VllmRefusals.Asleep));

    public override Task<IsPausedResponse> IsPaused(IsPausedRequest request, ServerCallContext context) =>
        Answer(context, () => new IsPausedResponse { Paused = reception.Engine.IsPaused });

    public override Task<SleepResponse> Sleep(SleepRequest request, ServerCallContext context) => _guard.AnswerAsync(context, async () =>
    {
        reception.RequireSleepMode();
        uint level = request.HasLevel ? request.Level : 1;
        if (level > DeepestSleep)
        {
            throw ErrorTable.Invalid("level", string.Create(CultureInfo.InvariantCulture, $"level is {level}; allowed are 0, 1 and 2."));
        }

        await reception.Engine.SleepAsync((int)level, ModeOf(request.Mode));
        return new SleepResponse();
    });

    public override Task<WakeUpResponse> WakeUp(WakeUpRequest request, ServerCallContext context) => _guard.AnswerAsync(context, async () =>
    {
        reception.RequireSleepMode();
        await reception.Engine.WakeUpAsync([.. request.Tags]);
        return new WakeUpResponse();
    });

    public override Task<IsSleepingResponse> IsSleeping(IsSleepingRequest request, ServerCallContext context) =>
        Answer(context, () => new IsSleepingResponse { Sleeping = reception.Engine.IsPaused });

    public override Task<InitWeightTransferEngineResponse> InitWeightTransferEngine(InitWeightTransferEngineRequest request, ServerCallContext context) =>
        Refuse<InitWeightTransferEngineResponse>(context, VllmRefusals.NoWeightTransfer);

    public override Task<StartWeightUpdateResponse> StartWeightUpdate(StartWeightUpdateRequest request, ServerCallContext context) =>
        Refuse<StartWeightUpdateResponse>(context, VllmRefusals.NoWeightTransfer);

    public override Task<StartDraftWeightUpdateResponse> StartDraftWeightUpdate(StartDraftWeightUpdateRequest request, ServerCallContext context) =>
        Refuse<StartDraftWeightUpdateResponse>(context, VllmRefusals.NoWeightTransfer);

    public override Task<UpdateWeightsResponse> UpdateWeights(UpdateWeightsRequest request, ServerCallContext context) =>
        Refuse<UpdateWeightsResponse>(context, VllmRefusals.NoWeightTransfer);

    public override Task<FinishWeightUpdateResponse> FinishWeightUpdate(FinishWeightUpdateRequest request, ServerCallContext context) =>
        Refuse<FinishWeightUpdateResponse>(context, VllmRefusals.NoWeightTransfer);

    public override Task<UpdateWeightVersionResponse> UpdateWeightVersion(UpdateWeightVersionRequest request, ServerCallContext context) => Answer(context, () =>
    {
        _weightVersion = string.IsNullOrWhiteSpace(request.WeightVersion)
            ? throw ErrorTable.Invalid("weight_version", "weight_version is empty; allowed are labels of at least one visible character.")
            : request.WeightVersion;
        return new UpdateWeightVersionResponse();
    });

    public override Task<GetWeightVersionResponse> GetWeightVersion(GetWeightVersionRequest request, ServerCallContext context) =>
        Answer(context, () => new GetWeightVersionResponse { WeightVersion = _weightVersion });

    private static PauseMode ModeOf(Vllm.PauseMode mode) => mode switch
    {
        Vllm.PauseMode.Unspecified or Vllm.PauseMode.Abort => PauseMode.Abort,
        Vllm.PauseMode.Wait => PauseMode.Wait,
        Vllm.PauseMode.Keep => PauseMode.Keep,
        _ => throw ErrorTable.Invalid("mode", string.Create(CultureInfo.InvariantCulture, $"mode is {(int)mode}; allowed are 0 to 3.")),
    };

    private Task<T> Answer<T>(ServerCallContext context, Func<T> answer) => Task.FromResult(_guard.Answer(context, answer));

    private Task<T> Refuse<T>(ServerCallContext context, Refusal refusal) => Answer<T>(context, () => throw new RefusedException(refusal));
}
