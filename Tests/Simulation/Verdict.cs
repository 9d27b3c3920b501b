namespace Tests.Simulation;

/// <summary>How the scenario of a seed went.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">Engine steps.</param>
/// <param name="Violation">What was violated; null when everything held.</param>
internal sealed record Verdict(ulong Seed, long Steps, string? Violation)
{
    // Whoever runs twice as a check of determinism pays twice: some are enough.
    private const ulong SeedsPerTwice = 16;

    /// <summary>The command that repeats it and prints its journal.</summary>
    public string Command => $"dotnet run -c Release --project Tests/Simulation -- --seed {Seed}";

    /// <summary>Runs a seed; some seeds twice, which must come out the same.</summary>
    public static Verdict Of(ulong seed)
    {
        (World world, string? violation) = World.Run(seed, keepsJournal: false);
        if (violation is null && seed % SeedsPerTwice == 0)
        {
            (World again, _) = World.Run(seed, keepsJournal: false);
            violation = world.PlanHash == again.PlanHash ? null : $"the same seed gave plans {world.PlanHash}, then {again.PlanHash}";
        }

        return new Verdict(seed, world.Steps, violation);
    }
}
