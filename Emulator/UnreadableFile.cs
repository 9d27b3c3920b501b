namespace Emulator;

/// <summary>What a user reads whose file cannot be read.</summary>
internal static class UnreadableFile
{
    /// <summary>The problem in one sentence; a folder is called one, where the system would speak of access.</summary>
    /// <param name="file">The sentence up to "cannot be read", as in "--points is 'x', which".</param>
    /// <param name="path">The file.</param>
    /// <param name="problem">What the system says.</param>
    public static InvalidConfigurationException Problem(string file, string path, Exception problem) =>
        new($"{file} cannot be read: {(Directory.Exists(path) ? "it is a folder." : problem.Message)}", problem);
}
