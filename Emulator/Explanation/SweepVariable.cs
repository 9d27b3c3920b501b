namespace Emulator.Explanation;

/// <summary>What a sweep changes from point to point.</summary>
public enum SweepVariable
{
    /// <summary>Sequences that decode.</summary>
    Batch,

    /// <summary>Tokens of context of each sequence that decodes.</summary>
    Context,

    /// <summary>Tokens of each prompt that the step computes.</summary>
    Prefill,

    /// <summary>GPUs that share the model.</summary>
    TensorParallelSize,
}
