using System.Text;

namespace Emulator.Cli;

/// <summary>Files that a user asked for by an option. The same for all tools.</summary>
public static class OutputFile
{
    /// <summary>UTF-8 without a mark at its beginning.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file, in place of one that is there.</summary>
    /// <exception cref="OutputFailedException">It cannot be written; the message names <paramref name="option"/> and <paramref name="path"/>.</exception>
    public static void Write(string option, string path, Action<TextWriter> write) => Guard(option, path, () => Write(path, write));

    /// <summary>Writes a file, in place of one that is there.</summary>
    public static void Write(string path, Action<TextWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using StreamWriter writer = new(path, append: false, Encoding) { NewLine = "\n" };
        write(writer);
    }

    /// <summary>Finds out before the work that a file could not be written after it. Touches nothing.</summary>
    /// <exception cref="OutputFailedException">There is no folder for it.</exception>
    /// <exception cref="InvalidConfigurationException">It is no path.</exception>
    public static void Check(string option, string path)
    {
        CheckPath(option, path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder && !Directory.Exists(folder))
        {
            throw new OutputFailedException($"{option} is '{path}', which cannot be written: there is no folder '{folder}'.");
        }
    }

    /// <summary>Refuses what names nothing.</summary>
    /// <exception cref="InvalidConfigurationException">It is no path.</exception>
    public static void CheckPath(string option, string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new InvalidConfigurationException($"{option} is '{path}'; allowed are paths.");
        }
    }

    /// <summary>Says in one sentence that an output cannot be written.</summary>
    /// <exception cref="OutputFailedException"><paramref name="write"/> failed for a reason that lies with the path.</exception>
    public static void Guard(string option, string path, Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputFailedException($"{option} is '{path}', which cannot be written: {problem.Message}", problem);
        }
    }
}
