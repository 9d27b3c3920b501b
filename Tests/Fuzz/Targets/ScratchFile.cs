using System.Runtime.CompilerServices;

namespace Tests.Fuzz.Targets;

/// <summary>A file of each thread's own, for readers that want a path.</summary>
internal static class ScratchFile
{
    private static readonly string s_folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
    private static readonly ThreadLocal<string> s_name = new(() => Guid.NewGuid().ToString("n"));

    /// <summary>Has the input read as a file whose name ends like this.</summary>
    public static T Read<T>(byte[] input, string extension, Func<string, T> read)
    {
        string path = Path.Combine(s_folder, s_name.Value + extension);
        File.WriteAllBytes(path, input);
        return read(path);
    }

    [ModuleInitializer]
    internal static void RemoveAtEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(s_folder, recursive: true);
}
