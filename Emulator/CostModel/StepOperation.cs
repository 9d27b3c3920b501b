namespace Emulator.CostModel;

/// <summary>One kind of operation in a step.</summary>
/// <param name="Part">The part of the step's cost that it belongs to.</param>
/// <param name="Name">What it is called: "QKV projection".</param>
/// <param name="Calls">How often the step does it, once a layer for most.</param>
/// <param name="Each">What one call costs.</param>
public sealed record StepOperation(StepPart Part, string Name, int Calls, OperationCost Each)
{
    /// <summary>Microseconds of all calls.</summary>
    public double Microseconds => Calls * Each.Microseconds;

    /// <summary>Floating-point operations of all calls, on one GPU.</summary>
    public double Flops => Calls * Each.Flops;

    /// <summary>Bytes of all calls, on one GPU.</summary>
    public double Bytes => Calls * Each.Bytes;
}
