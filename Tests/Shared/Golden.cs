namespace Tests;

/// <summary>What users see is compared with a file in the repository; <c>UPDATE_GOLDEN=1</c> rewrites it, and the diff is reviewed.</summary>
internal static class Golden
{
    public static void Matches(string actual, params string[] pathFromRoot)
    {
        string path = Path.Combine([SharedData.RepositoryRoot, .. pathFromRoot]);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
