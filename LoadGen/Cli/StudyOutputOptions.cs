using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator;
using Emulator.Cli;
using LoadGen.Studies;

namespace LoadGen.Cli;

/// <summary>Where the answers of <c>scheduler study</c> go besides the screen.</summary>
internal sealed class StudyOutputOptions
{
    private const string Drawing = ".svg";

    private readonly Option<string?> _out = new("--out", "-o") { Description = "File for the picture if the name ends in .svg, else a folder for NAME.svg. [nothing is drawn]", HelpName = "FILE.svg|FOLDER" };
    private readonly Option<string?> _page = new("--page") { Description = "Markdown page that gets the figures, between its lines '<!-- study NAME -->' and '<!-- end of study NAME -->'.", HelpName = "FILE" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress, no notes." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Verb command) => command.Add("Results", _out, _page, _quiet);

    /// <summary>Options that say where results go make no sense where there will be none.</summary>
    /// <exception cref="InvalidConfigurationException">One is given.</exception>
    public void RefuseWithout(ParseResult result, string argument)
    {
        foreach (Option option in new Option[] { _out, _page })
        {
            if (result.GetResult(option) is OptionResult { Implicit: false })
            {
                throw new InvalidConfigurationException($"{option.Name} needs a study; give {argument} too: {string.Join(", ", StudyCatalogue.Names)} or all.");
            }
        }
    }

    /// <summary>Tries all outputs before the simulations.</summary>
    /// <exception cref="OutputFailedException">One can't be written.</exception>
    /// <exception cref="InvalidConfigurationException">One cannot take what was asked for.</exception>
    public void Check(ParseResult result, IReadOnlyList<Study> studies)
    {
        if (result.GetValue(_page) is string page)
        {
            string text = ReadPage(page);
            foreach (Study study in studies)
            {
                StudyPage.Place(text, page, study.Name);
            }
        }

        if (result.GetValue(_out) is not string place)
        {
            return;
        }

        OutputFile.CheckPath("--out", place);
        if (IsDrawing(place) && studies.Count > 1)
        {
            throw new InvalidConfigurationException($"--out is '{place}', one file for {studies.Count} pictures; allowed is a folder.");
        }

        if (IsDrawing(place))
        {
            OutputFile.Check("--out", place);
        }
        else
        {
            OutputFile.Guard("--out", place, () => Directory.CreateDirectory(place));
        }
    }

    /// <summary>Writes a study's picture and its figures, and tells what was never measured.</summary>
    public void Write(ParseResult result, StudyResult answer)
    {
        if (result.GetValue(_out) is string place)
        {
            OutputFile.Write("--out", IsDrawing(place) ? place : Path.Combine(place, answer.Study.Name + Drawing), answer.Picture.Write);
        }

        if (result.GetValue(_page) is string page)
        {
            string text = StudyPage.With(ReadPage(page), page, answer);
            OutputFile.Write("--page", page, writer => writer.Write(text));
        }

        foreach (string note in result.GetValue(_quiet) ? [] : answer.Notes)
        {
            result.InvocationConfiguration.Error.WriteLine(note);
        }
    }

    private static bool IsDrawing(string place) => place.EndsWith(Drawing, StringComparison.OrdinalIgnoreCase);

    private static string ReadPage(string page)
    {
        try
        {
            return File.ReadAllText(page);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"--page is '{page}', which cannot be read: {problem.Message}", problem);
        }
    }
}
