namespace Emulator.Configuration;

/// <summary>Where a step's token budget comes from.</summary>
public enum BudgetPolicy
{
    /// <summary>From <see cref="ServerOptions.MaxNumBatchedTokens"/>.</summary>
    Fixed,

    /// <summary>Computed once from GPU, model and tensor parallelism, by the heuristic of the study that this project grew out of.</summary>
    Study,
}
