namespace Tests.Fuzz.Targets;

/// <summary>Every parser that is tested.</summary>
internal static class AllTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } = [.. HttpBodies.All, .. GrpcMessages.All, .. Options.All, .. Files.All];
}
