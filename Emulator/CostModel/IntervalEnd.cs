namespace Emulator.CostModel;

/// <summary>One end of a prediction's 90 % interval.</summary>
public enum IntervalEnd
{
    /// <summary>The short end: all kernels as fast as one measurement in twenty.</summary>
    Low,

    /// <summary>The long end: all kernels as slow as one measurement in twenty.</summary>
    High,
}
