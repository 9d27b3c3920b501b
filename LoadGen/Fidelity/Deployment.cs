using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace LoadGen.Fidelity;

/// <summary>A server under a load, as a published measurement names both. Rows with equal deployments are metrics of one run.</summary>
/// <param name="Gpu">The device.</param>
/// <param name="TensorParallelSize">Devices that share the model.</param>
/// <param name="Model">The model.</param>
/// <param name="Precision">Number formats of weights and KV cache.</param>
/// <param name="Engine">The engine and its version, as the file has it.</param>
/// <param name="PromptTokens">Tokens of each prompt [isl].</param>
/// <param name="OutputTokens">Tokens of each answer [osl].</param>
/// <param name="Load">How requests came.</param>
public sealed record Deployment(
    Gpu Gpu,
    int TensorParallelSize,
    Transformer Model,
    Precision Precision,
    string Engine,
    int PromptTokens,
    int OutputTokens,
    ServingLoad Load)
{
    /// <summary>Tokens of a request, prompt and answer.</summary>
    public int SequenceTokens => PromptTokens + OutputTokens;
}
