using Spectre.Console;

namespace LoadGen.Report.Terminal;

/// <summary>Where text reports go: colours on a terminal, plain text elsewhere and where NO_COLOR is set (no-color.org).</summary>
public static class ReportConsole
{
    private const int WidthOfFiles = 120;
    private const int LeastWidth = 80;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole StandardOutput()
    {
        bool plain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return Console.IsOutputRedirected ? Plain(Console.Out, WidthOfFiles) : Create(Console.Out, plain, Math.Max(LeastWidth, Console.WindowWidth));
    }

    /// <summary>Standard output where <paramref name="writer"/> is that, else plain text.</summary>
    public static IAnsiConsole For(TextWriter writer) => ReferenceEquals(writer, Console.Out) ? StandardOutput() : Plain(writer, WidthOfFiles);

    /// <summary>Text without colours or control characters.</summary>
    public static IAnsiConsole Plain(TextWriter writer, int width) => Create(writer, plain: true, width);

    private static IAnsiConsole Create(TextWriter writer, bool plain, int width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        return console;
    }
}
