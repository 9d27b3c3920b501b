namespace Emulator.Svg;

/// <summary>The colour class of each term of a step's cost; all-reduce, the price of tensor parallelism, stands out.</summary>
public static class CostColours
{
    /// <summary>The class of an area; <paramref name="term"/> is a part of a step's cost in lower case.</summary>
    public static string Class(string term) => term switch
    {
        "gemm" => "f0",
        "attention" => "f5",
        "elementwise" => "f2",
        "allreduce" => "f1",
        "head" => "f3",
        _ => "f4",
    };
}
