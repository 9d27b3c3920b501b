using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.CostModel;

/// <summary>The most tokens that one step may compute, decodes included.</summary>
public static class TokenBudget
{
    /// <summary>Reads the option <c>budget-policy</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The policy is unknown.</exception>
    public static BudgetPolicy ParsePolicy(string policy) => policy switch
    {
        "fixed" => BudgetPolicy.Fixed,
        "study" => BudgetPolicy.Study,
        "target-step" => BudgetPolicy.TargetStep,
        _ => throw new InvalidConfigurationException($"budget-policy is '{policy}'; allowed are fixed, study and target-step."),
    };

    /// <summary>The budget of a deployment.</summary>
    /// <param name="policy">How it is found.</param>
    /// <param name="maxNumBatchedTokens">The configured budget; the study's heuristic does not look at it.</param>
    /// <param name="gpu">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="tensorParallelSize">Devices that share it.</param>
    public static int Of(BudgetPolicy policy, int maxNumBatchedTokens, Gpu gpu, Transformer model, int tensorParallelSize) =>
        policy == BudgetPolicy.Study ? StudyTokenBudget.For(gpu, model, tensorParallelSize) : maxNumBatchedTokens;
}
