using Emulator.CostModel;
using Emulator.Engine;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.Configuration;

/// <summary>What options come to once the catalogues have been asked: device, model, memory, and the engine they make.</summary>
/// <param name="Options">The options.</param>
/// <param name="Gpu">The device.</param>
/// <param name="Model">The model.</param>
/// <param name="Memory">How each device's memory is divided; its blocks are those that memory allows, overridden or not.</param>
/// <param name="Blueprint">The engine.</param>
public sealed record EngineSetup(ServerOptions Options, Gpu Gpu, Transformer Model, MemoryPlan Memory, EngineBlueprint Blueprint)
{
    // The most that num-gpu-blocks-override allows too.
    private const int MostBlocks = 1_000_000_000;

    /// <summary>The name of the model that answers carry.</summary>
    public string ServedModelName => ServedModelNames[0];

    /// <summary>The names under which clients ask for the model.</summary>
    /// <remarks>As in vLLM: the model as it was given, an alias or a path, unless it was named. Only a model given as JSON has its own name.</remarks>
    public IReadOnlyList<string> ServedModelNames => Options.ServedModelName ?? new TextList(ModelId);

    /// <summary>The model as it was given: by a name or an alias of the catalogue, or by a file. One that was written out goes by its name.</summary>
    public string ModelId => Options.Model.StartsWith('{') ? Model.Name : Options.Model;

    /// <summary>What of the deployment nobody measured on the device, in one line; null if there is nothing to tell.</summary>
    public string? CoverageNote { get; init; }

    /// <summary>What a user should know before trusting its times: a device that is not calibrated, else what was not measured; null if there is nothing to tell.</summary>
    public string? Warning => GpuCatalogue.Warning(Gpu) ?? CoverageNote;

    /// <summary>KV blocks that requests can use.</summary>
    public int KvBlocks => Blueprint.Scheduling.NumGpuBlocks - 1;

    /// <summary>
    /// The options with the user's own device and model written into them: they mean the same on another machine, and when the files have
    /// changed.
    /// </summary>
    public ServerOptions SelfContained => Options with
    {
        Hardware = Options.Hardware is null ? null : CatalogueFile.Write(Gpu),
        Model = ModelCatalogue.TryFind(Options.Model, out _) ? Options.Model : CatalogueFile.Write(Model),
        ServedModelName = ModelCatalogue.TryFind(Options.Model, out _) ? Options.ServedModelName : new TextList(ServedModelNames),
    };

    /// <summary>Looks everything up and checks that it fits.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong: an option, an unknown name, a degree of parallelism that does not divide, a model that does not fit, under strict-coverage one that nobody measured.</exception>
    public static EngineSetup From(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Deployment deployment = Deployment.From(options);
        options = deployment.Options;
        (Gpu gpu, Transformer model, int budget) = (deployment.Gpu, deployment.Model, deployment.TokenBudget);
        MemoryPlan memory = MemoryPlan.For(gpu, model, deployment.TensorParallelSize, deployment.Precision, deployment.Memory);
        int blocks = options.NumGpuBlocksOverride ?? (memory.Blocks < MostBlocks
            ? (int)memory.Blocks + 1
            : throw new InvalidConfigurationException(FormattableString.Invariant($"gpu {gpu.Name} has memory for {memory.Blocks} KV blocks; allowed are {MostBlocks}, or fewer with num-gpu-blocks-override.")));
        StepCostModel cost = deployment.Price();
        DeploymentCoverage.Check(deployment);
        SchedulerOptions scheduling = new()
        {
            MaxNumSeqs = options.MaxNumSeqs,
            TokenBudget = budget,
            BlockSize = options.BlockSize,
            NumGpuBlocks = blocks,
            ChunkedPrefill = options.EnableChunkedPrefill,
            LongPrefillThreshold = options.LongPrefillTokenThreshold,
            PrefixCaching = options.EnablePrefixCaching,
            Policy = options.SchedulingPolicy,
            ReserveFullPrompt = options.SchedulerReserveFullIsl,
            WatermarkBlocks = (int)Math.Floor(options.Watermark * blocks),
            AttentionWindow = cost.AttentionWindow ?? 0,
        };
        EngineBlueprint blueprint = new(scheduling, cost, options.MaxModelLen ?? model.MaxContext, options.RequestTimeout)
        {
            PrefillLimit = options.BudgetPolicy == BudgetPolicy.TargetStep ? new PrefillLimit(cost, options.TargetStep ?? ServerOptions.DefaultTargetStep, budget) : null,
            IngestDelay = new IngestDelay(options.IngestDelay, options.IngestDelayPerToken),
            Latency = options.Latency is { } latency ? new ConstantLatency(latency, PrefillTokensPerStep(scheduling), options.Seed) : null,
        };
        return new EngineSetup(options, gpu, model, memory, blueprint) { CoverageNote = CoverageGap.Describe(deployment.NotMeasured) };
    }

    /// <summary>Tokens of one prompt that a step without decodes computes at most.</summary>
    private static int PrefillTokensPerStep(SchedulerOptions scheduling) =>
        scheduling.LongPrefillThreshold > 0 ? Math.Min(scheduling.LongPrefillThreshold, scheduling.TokenBudget) : scheduling.TokenBudget;
}
