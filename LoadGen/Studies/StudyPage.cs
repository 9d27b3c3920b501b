using Emulator;

namespace LoadGen.Studies;

/// <summary>A Markdown page with a place for each study's figures: between a line <c>&lt;!-- study NAME --&gt;</c> and a line <c>&lt;!-- end of study NAME --&gt;</c>.</summary>
public static class StudyPage
{
    /// <summary>The page with the figures of <paramref name="result"/> in place of whatever stood there.</summary>
    /// <param name="page">The page's text.</param>
    /// <param name="path">Where it is, for the message.</param>
    /// <param name="result">The figures.</param>
    /// <exception cref="InvalidConfigurationException">The page has no place for them.</exception>
    public static string With(string page, string path, StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        (int from, int to) = Place(page, path, result.Study.Name);
        using StringWriter text = new() { NewLine = "\n" };
        result.WriteMarkdown(text);
        return $"{page[..from]}\n{text}{page[to..]}";
    }

    /// <summary>Where the figures of a study stand in <paramref name="page"/>: from the end of the one line to the start of the other.</summary>
    /// <exception cref="InvalidConfigurationException">There is no such place.</exception>
    public static (int From, int To) Place(string page, string path, string study)
    {
        ArgumentNullException.ThrowIfNull(page);
        string begin = $"<!-- study {study} -->";
        string end = $"<!-- end of study {study} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = page.IndexOf(end, StringComparison.Ordinal);
        return from >= 0 && to > from
            ? (from + begin.Length, to)
            : throw new InvalidConfigurationException($"--page is '{path}', which lacks the lines '{begin}' and '{end}'; allowed are Markdown files with both.");
    }
}
