using System.Text.RegularExpressions;

namespace Tests.Unit.Architecture;

/// <summary>The code in the document about clients is code that tests run.</summary>
public sealed partial class ExcerptTests
{
    private static readonly string s_document = Path.Combine(SharedData.RepositoryRoot, "docs", "clients.md");

    public static TheoryData<string, string> Excerpts()
    {
        TheoryData<string, string> excerpts = [];
        string source = "";
        foreach (Match piece in LinkOrBlock().Matches(File.ReadAllText(s_document)))
        {
            if (piece.Groups["target"].Success)
            {
                source = piece.Groups["target"].Value;
                continue;
            }

            foreach (string paragraph in piece.Groups["code"].Value.Split("\n\n"))
            {
                excerpts.Add(source, Flush(paragraph));
            }
        }

        return excerpts;
    }

    [Theory]
    [MemberData(nameof(Excerpts))]
    public void Each_paragraph_of_code_stands_in_the_file_that_is_named_above_it(string source, string code)
    {
        Assert.NotEmpty(code);
        Assert.Contains($"\n{code}\n", $"\n{Flush(File.ReadAllText(Path.Combine(Path.GetDirectoryName(s_document)!, source)))}\n", StringComparison.Ordinal);
    }

    // Lines without their indentation: an excerpt stands further left than its source.
    private static string Flush(string text) => string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim()));

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)|^```\w+\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex LinkOrBlock();
}
