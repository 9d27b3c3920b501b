using Emulator.Svg;

namespace LoadGen.Studies;

/// <summary>A study's answer.</summary>
public sealed record StudyResult
{
    /// <summary>The study.</summary>
    public required Study Study { get; init; }

    /// <summary>Deployment and load, one line.</summary>
    public required string Setting { get; init; }

    /// <summary>The figures.</summary>
    public required StudyTable Table { get; init; }

    /// <summary>What the figures say; a sentence whose figures are missing is not there.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>The picture.</summary>
    public required PanelSheet Picture { get; init; }

    /// <summary>What of the deployment was never measured.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Writes question, setting, figures and sentences for a terminal.</summary>
    public void WriteText(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{Study.Name}: {Study.Question}");
        writer.WriteLine(Setting);
        writer.WriteLine();
        Table.WriteText(writer);
        writer.WriteLine();
        foreach (string sentence in Sentences)
        {
            writer.WriteLine(sentence);
        }
    }

    /// <summary>Writes setting, figures and sentences for a page.</summary>
    public void WriteMarkdown(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"*{Setting}.*");
        writer.WriteLine();
        Table.WriteMarkdown(writer);
        writer.WriteLine();
        writer.WriteLine(string.Join(writer.NewLine, Sentences));
    }
}
