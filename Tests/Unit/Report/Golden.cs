namespace Tests.Unit.Report;

/// <summary>Compares a text with a file under <c>Golden</c> beside this one; UPDATE_GOLDEN=1 writes the file, and its diff is reviewed.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual)
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "Tests", "Unit", "Report", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
