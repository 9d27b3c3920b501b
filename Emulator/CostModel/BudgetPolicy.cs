namespace Emulator.CostModel;

/// <summary>How the token budget of a step is found.</summary>
public enum BudgetPolicy
{
    /// <summary>As configured: max-num-batched-tokens.</summary>
    Fixed,

    /// <summary>By the founding study's heuristic, see <see cref="StudyTokenBudget"/>.</summary>
    Study,

    /// <summary>As configured, and in each step a limit to prefill such that the step meets a target time.</summary>
    TargetStep,
}
