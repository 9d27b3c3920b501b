using Emulator;

namespace Tests.Unit.Configuration;

/// <summary>Texts that are no YAML, whatever the library makes of them.</summary>
public class YamlTextTests
{
    [Theory]
    [InlineData("aliases: [a\nmodel: b, c]\n")]
    [InlineData("a: [b\nc: d\n")]
    [InlineData("a: *b\n")]
    [InlineData("a: \"b\n")]
    [InlineData("a: b\na: c\n")]
    public void They_are_refused_with_their_line(string text)
    {
        InvalidConfigurationException refused = Assert.Throws<InvalidConfigurationException>(() => YamlText.Documents(text, (line, problem) => $"line {line}: {problem}"));

        Assert.Matches(@"^line [12]: .", refused.Message);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Levels_without_end_are_refused_and_do_not_end_the_process(string level)
    {
        string text = string.Concat(Enumerable.Repeat(level, 100_000));

        InvalidConfigurationException refused = Assert.Throws<InvalidConfigurationException>(() => YamlText.Documents(text, (line, problem) => $"line {line}: {problem}"));

        Assert.Equal("line 1: it is nested more than 100 levels deep.", refused.Message);
    }
}
