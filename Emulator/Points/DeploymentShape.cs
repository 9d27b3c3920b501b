using System.Runtime.CompilerServices;
using Emulator.CostModel;
using Emulator.Models;

namespace Emulator.Points;

/// <summary>A model on some GPUs of one kind. Two are equal if they mean the same catalogue entry: its fields are not compared for each point.</summary>
/// <param name="Model">The model.</param>
/// <param name="TensorParallelSize">GPUs that share it.</param>
/// <param name="Precision">Number formats of weights and KV cache.</param>
internal readonly record struct DeploymentShape(Transformer Model, int TensorParallelSize, Precision Precision)
{
    public bool Equals(DeploymentShape other) =>
        ReferenceEquals(Model, other.Model) && TensorParallelSize == other.TensorParallelSize && Precision == other.Precision;

    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Model), TensorParallelSize, Precision);
}
