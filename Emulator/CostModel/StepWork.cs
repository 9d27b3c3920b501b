namespace Emulator.CostModel;

/// <summary>What a step has one GPU do, for figures of utilisation: useful work alone, not what fills up a tile.</summary>
/// <param name="Flops">Floating-point operations.</param>
/// <param name="ReadBytes">Bytes read from its memory.</param>
/// <param name="WriteBytes">Bytes written to it.</param>
public readonly record struct StepWork(double Flops, double ReadBytes, double WriteBytes);
