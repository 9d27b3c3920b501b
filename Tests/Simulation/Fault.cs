namespace Tests.Simulation;

/// <summary>What goes wrong with a server.</summary>
internal enum Fault
{
    /// <summary>The KV pool loses or gains blocks.</summary>
    PoolResized,

    /// <summary>The engine dies with all its requests; clients are refused until it is back.</summary>
    Crashed,

    /// <summary>A step may compute more or fewer tokens from now on.</summary>
    BudgetChanged,

    /// <summary>Cached prefixes are forgotten.</summary>
    CacheReset,
}
