namespace Tests;

/// <summary>Finds the reference data that lies beside a checkout; tests that need it are skipped, with the reason, where it is absent.</summary>
internal static class SharedData
{
    public const string Absent = "the reference data folder shared/ is not beside this clone";

    public static readonly string RepositoryRoot = FindRepositoryRoot();

    public static string? Folder { get; } = new[] { Path.Combine(RepositoryRoot, "..", "shared", "data"), Path.Combine(RepositoryRoot, "shared", "data") }
        .FirstOrDefault(Directory.Exists);

    public static string PathOf(params string[] parts)
    {
        Assert.SkipWhen(Folder is null, Absent);
        return Path.Combine([Folder!, .. parts]);
    }

    private static string FindRepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Emulator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Emulator.sln is in no folder above the tests");
    }
}
