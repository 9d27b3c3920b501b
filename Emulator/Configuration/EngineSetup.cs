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

    /// <summary>The name under which clients ask for the model.</summary>
    public string ServedModelName => Options.ServedModelName ?? Model.Name;

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
    };

    /// <summary>Looks everything up and checks that it fits.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong: an option, an unknown name, a degree of parallelism that does not divide, a model that does not fit.</exception>
    public static EngineSetup From(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Gpu? own = options.Hardware is null ? null : CatalogueLookup.Gpu(options.Hardware, options.Gpu);
        options = own is null ? options : options with { Gpu = own.Name };
        string[] problems = [.. options.Problems()];
        if (problems.Length > 0)
        {
            throw new InvalidConfigurationException(string.Join(Environment.NewLine, problems));
        }

        Gpu gpu = own ?? CatalogueLookup.Gpu(null, options.Gpu);
        Transformer model = CatalogueLookup.Model(options.Model);
        Precision precision = new(options.Dtype, options.KvCacheDtype);
        int budget = TokenBudget.Of(options.BudgetPolicy, options.MaxNumBatchedTokens ?? ServerOptions.DefaultTokenBudget, gpu, model, options.TensorParallelSize);
        MemoryPlan memory = MemoryPlan.For(gpu, model, options.TensorParallelSize, precision, new MemoryPlanOptions
        {
            GpuMemoryUtilization = options.GpuMemoryUtilization,
            TokenBudget = budget,
            MaxNumSeqs = options.MaxNumSeqs,
            BlockSize = options.BlockSize,
            MaxModelLength = options.MaxModelLen,
        });
        int blocks = options.NumGpuBlocksOverride ?? (memory.Blocks < MostBlocks
            ? (int)memory.Blocks + 1
            : throw new InvalidConfigurationException(FormattableString.Invariant($"gpu {gpu.Name} has memory for {memory.Blocks} KV blocks; allowed are {MostBlocks}, or fewer with num-gpu-blocks-override.")));
        StepCostModel cost = new(gpu, model, options.TensorParallelSize, precision, budget, options.MaxNumSeqs);
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
        return new EngineSetup(options, gpu, model, memory, new EngineBlueprint(scheduling, cost, options.MaxModelLen ?? model.MaxContext, options.RequestTimeout));
    }
}
