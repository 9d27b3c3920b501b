namespace Emulator.CostModel;

/// <summary>The parts that a step's cost is exported in.</summary>
public enum StepPart
{
    /// <summary>Linear layers, router and experts.</summary>
    Gemm,

    /// <summary>Decode and prefill attention.</summary>
    Attention,

    /// <summary>Norms, residuals, rotary embedding, KV write, activation.</summary>
    Elementwise,

    /// <summary>The layers' all-reduces.</summary>
    AllReduce,

    /// <summary>Embedding, output head, sampling, and their communication.</summary>
    Head,

    /// <summary>Host time.</summary>
    Overhead,
}
