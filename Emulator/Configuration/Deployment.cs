using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.Configuration;

/// <summary>What options come to once the catalogues have been asked, whether it fits into memory or not.</summary>
/// <param name="Options">The options.</param>
/// <param name="Gpu">The device.</param>
/// <param name="Model">The model.</param>
/// <param name="Precision">Number formats of weights and KV cache.</param>
/// <param name="TokenBudget">Most tokens that one step computes.</param>
public sealed record Deployment(ServerOptions Options, Gpu Gpu, Transformer Model, Precision Precision, int TokenBudget)
{
    /// <summary>Devices that share the model.</summary>
    public int TensorParallelSize => Options.TensorParallelSize;

    /// <summary>The longest sequence that must fit alone, in tokens.</summary>
    public int MaxModelLength => Options.MaxModelLen ?? Model.MaxContext;

    /// <summary>One line for people: the model, its number formats, and what it runs on.</summary>
    public string Title
    {
        get
        {
            string weights = ServerOptionTable.Find("dtype")!.Print(Options);
            string kvCache = ServerOptionTable.Find("kv-cache-dtype")!.Print(Options);
            return $"{Model.Name}, dtype {weights}, kv-cache-dtype {kvCache}, on {TensorParallelSize} x {Gpu.Name}";
        }
    }

    /// <summary>What of its shapes and of its largest steps nobody measured on the device; empty of an uncalibrated one and under constant latencies.</summary>
    public IReadOnlyList<CoverageGap> NotMeasured => DeploymentCoverage.Of(this);

    /// <summary>What its memory plan depends on.</summary>
    public MemoryPlanOptions Memory => new()
    {
        GpuMemoryUtilization = Options.GpuMemoryUtilization,
        TokenBudget = TokenBudget,
        MaxNumSeqs = Options.MaxNumSeqs,
        BlockSize = Options.BlockSize,
        MaxModelLength = Options.MaxModelLen,
    };

    /// <summary>Looks everything up.</summary>
    /// <exception cref="InvalidConfigurationException">All that is wrong with the options, or an unknown name.</exception>
    public static Deployment From(ServerOptions options)
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
        int budget = CostModel.TokenBudget.Of(options.BudgetPolicy, options.MaxNumBatchedTokens ?? ServerOptions.DefaultTokenBudget, gpu, model, options.TensorParallelSize);
        return new Deployment(options, gpu, model, new Precision(options.Dtype, options.KvCacheDtype), budget);
    }

    /// <summary>The price list of its steps.</summary>
    /// <exception cref="InvalidConfigurationException">The model cannot be split so, or the device lacks a link, a format or its coefficients.</exception>
    public StepCostModel Price() => new(Gpu, Model, TensorParallelSize, Precision, TokenBudget, Options.MaxNumSeqs);
}
