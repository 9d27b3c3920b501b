using System.Reflection;
using System.Text;

namespace Tests.Fuzz;

/// <summary>Good inputs, which the program's own files and tests have: none is written twice.</summary>
internal static class Corpus
{
    /// <summary>The files of a folder.</summary>
    public static IReadOnlyList<byte[]> Files(string folder) => [.. Names(folder).Select(Bytes)];

    /// <summary>The bodies of the golden transcripts that go to a path: a transcript's first line names method and path, the second is the body.</summary>
    public static IReadOnlyList<byte[]> Requests(string path) =>
    [
        .. Files("requests")
            .Select(file => Encoding.UTF8.GetString(file).Split('\n'))
            .Where(lines => lines[0].Split(' ') is ["POST", var to, ..] && to == path)
            .Select(lines => Encoding.UTF8.GetBytes(lines[1])),
    ];

    /// <summary>Texts as inputs.</summary>
    public static IReadOnlyList<byte[]> Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static IEnumerable<string> Names(string folder) => Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith($"{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static byte[] Bytes(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
