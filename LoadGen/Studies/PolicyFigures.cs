namespace LoadGen.Studies;

/// <summary>A policy at every load.</summary>
/// <param name="Name">The policy.</param>
/// <param name="Loads">In ascending order.</param>
internal sealed record PolicyFigures(string Name, IReadOnlyList<PolicyAtLoad> Loads)
{
    /// <summary>At the load that was asked for.</summary>
    public PolicyAtLoad Asked => Loads.First(load => load.Factor == 1);

    public PolicyAtLoad Lowest => Loads[0];

    public PolicyAtLoad Highest => Loads[^1];
}
