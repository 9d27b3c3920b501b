namespace Emulator.Calibration;

/// <summary>One measured row.</summary>
/// <param name="Shape">Its dimensions.</param>
/// <param name="ShapeName">What stays the same while the amount of work varies: "4096 x 6144".</param>
/// <param name="Degree">The tensor-parallel degree that it stands for.</param>
/// <param name="Microseconds">The measured time.</param>
internal readonly record struct Sample<TShape>(TShape Shape, string ShapeName, string Degree, double Microseconds)
    where TShape : struct;
