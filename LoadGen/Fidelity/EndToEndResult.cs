namespace LoadGen.Fidelity;

/// <summary>One row of the file beside what the simulator makes of it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Predicted">The simulated value, in the metric's unit; null where <paramref name="Reason"/> says why.</param>
/// <param name="WithServerHost">The same with the host time of a vLLM server, whatever the engine's own is.</param>
/// <param name="Roofline">What a plain roofline gives in the same simulation.</param>
/// <param name="Preemptions">How often the simulated run threw a request out of the KV cache.</param>
/// <param name="Assumptions">What was assumed about engine and load, a clause each.</param>
/// <param name="Reason">Why the row could not be simulated, or why it misses as far as that is known; null otherwise.</param>
public sealed record EndToEndResult(
    EndToEndRow Row, double? Predicted, double? WithServerHost, double? Roofline, int Preemptions, IReadOnlyList<string> Assumptions, string? Reason)
{
    /// <summary>Where the cost model's 90 % interval begins, carried through the simulation; null where it has none.</summary>
    public double? Low { get; init; }

    /// <summary>Where it ends.</summary>
    public double? High { get; init; }

    /// <summary>Whether what was measured lies in it; null where there is none.</summary>
    public bool? IsInside => Row.Measured is { } measured && Low is { } low && High is { } high ? measured >= low && measured <= high : null;

    /// <summary>Signed error of the simulated value, 0.1 = 10 % above the measured one; null where there is none.</summary>
    public double? Error => ErrorOf(Predicted);

    /// <summary>Signed error with the host time of a vLLM server.</summary>
    public double? ErrorWithServerHost => ErrorOf(WithServerHost);

    /// <summary>Signed error of the plain roofline.</summary>
    public double? RooflineError => ErrorOf(Roofline);

    private double? ErrorOf(double? value) => value is { } given && Row.Measured is { } measured ? (given / measured) - 1 : null;
}
