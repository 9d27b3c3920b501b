using System.Text.RegularExpressions;

namespace Tests.Unit.Cli;

/// <summary>Documents show what the commands in them print: a block that begins with <c>$ emulator ...</c> is run again.</summary>
public sealed partial class EmulatorPageTests
{
    [Theory]
    [InlineData("docs/reference/emulator.md")]
    public async Task Commands_print_what_the_page_says(string page)
    {
        string path = Path.Combine(SharedData.RepositoryRoot, page);
        string text = await File.ReadAllTextAsync(path);
        MatchCollection blocks = Block().Matches(text);
        Assert.NotEmpty(blocks);
        string fresh = text;
        foreach (Match block in blocks)
        {
            string[] arguments = [.. block.Groups["command"].Value.Split(' ').Select(word => word.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(SharedData.RepositoryRoot, word) : word)];
            (_, string output, string error) = await EmulatorRun.Of(arguments);
            string printed = (output + error).Replace(SharedData.RepositoryRoot + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
            fresh = fresh.Replace(block.Value, $"```\n$ emulator {block.Groups["command"].Value}\n{printed}```\n", StringComparison.Ordinal);
        }

        Golden.Matches(fresh, page.Split('/'));
    }

    [GeneratedRegex(@"^```\n\$ emulator (?<command>[^\n]+)\n(?<output>[^`]*)```\n", RegexOptions.Multiline)]
    private static partial Regex Block();
}
