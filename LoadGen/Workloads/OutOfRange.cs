namespace LoadGen.Workloads;

/// <summary>What becomes of a draw outside the given minimum and maximum.</summary>
public enum OutOfRange
{
    /// <summary>It is moved to the nearer bound, which so gets extra weight.</summary>
    Clamp,

    /// <summary>It is drawn again until it is inside: the distribution keeps its shape between the bounds.</summary>
    Redraw,
}
