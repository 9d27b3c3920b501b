using System.Text.RegularExpressions;

namespace Tests.Unit.Architecture;

/// <summary>Who follows a path that the documents or the code name finds something there.</summary>
public sealed partial class DocumentPathTests
{
    [Fact]
    public void Every_relative_link_of_a_document_leads_somewhere() => Assert.Empty(
        from document in Files("*.md")
        from Match link in Link().Matches(File.ReadAllText(document))
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
        select $"{Path.GetRelativePath(SharedData.RepositoryRoot, document)} links to {target}");

    [Fact]
    public void Every_document_that_the_code_names_exists() => Assert.Empty(
        from source in Files("*.cs")
        from Match name in Document().Matches(File.ReadAllText(source))
        where !Path.Exists(Path.Combine(SharedData.RepositoryRoot, name.Value))
        select $"{Path.GetRelativePath(SharedData.RepositoryRoot, source)} names {name.Value}");

    private static IEnumerable<string> Files(string pattern)
    {
        string[] folders = ["Emulator", "LoadGen", "Telemetry", "Tests", "docs", "deploy", "proto"];
        string[] files = [.. folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, folder), pattern, SearchOption.AllDirectories)), .. Directory.EnumerateFiles(SharedData.RepositoryRoot, pattern)];
        Assert.NotEmpty(files);
        return files.Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj", "node_modules"]).Any());
    }

    // The target without its anchor; a link to an anchor alone stays in its document.
    [GeneratedRegex(@"\]\((?<target>[^)\s#]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bdocs/[\w./-]+\.(md|json)\b")]
    private static partial Regex Document();
}
