using System.CommandLine;
using System.CommandLine.Invocation;

namespace Emulator.Cli;

/// <summary>What <c>--help</c> prints: usage, verbs, arguments, options under their headings, and an example. The same for all tools.</summary>
public sealed class HelpText : SynchronousCommandLineAction
{
    // Fixed, so that help looks the same everywhere and in its golden file.
    private const int Width = 110;
    private const int Indent = 4;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The words that lead to a command: <c>emulator presets show</c>.</summary>
    /// <param name="command">A command below a root.</param>
    public static string PathOf(Command command) => command is RootCommand root
        ? root.HelpName ?? root.Name
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        Command command = parseResult.CommandResult.Command;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        foreach (string line in Wrap($"{command.Description} {(command as Verb)?.Remarks}".Trim(), Width))
        {
            output.WriteLine(line);
        }

        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        WriteRows("Verbs", command.Subcommands.Select(verb => (verb.Name, (string?)verb.Description)), output);
        WriteRows("Arguments", command.Arguments.Select(argument => (argument.Name, (string?)argument.Description)), output);
        foreach (IGrouping<string, Option> group in command.Options.Where(option => !option.Hidden).GroupBy(option => (command as Verb)?.HeadingOf(option) ?? "Options"))
        {
            WriteRows(group.Key, group.Select(option => (Left(option), (string?)Right(option))), output);
        }

        if (command is Verb verb)
        {
            output.WriteLine();
            output.WriteLine("Example:");
            output.WriteLine($"  {verb.Example}");
        }

        return ExitCode.Done;
    }

    private static string Usage(Command command)
    {
        string verb = command.Subcommands.Count > 0 ? " VERB" : "";
        string options = command.Options.Any() || command is RootCommand ? " [OPTIONS]" : "";
        return PathOf(command) + verb + string.Concat(command.Arguments.Select(argument => $" {argument.Name}")) + options;
    }

    private static string Left(Option option)
    {
        if (option is ServerFlag { Row.IsSwitch: true } toggle)
        {
            return $"--[no-]{toggle.Row.Name}";
        }

        string name = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Prepend(option.Name));
        string? value = option is ServerFlag flag ? flag.Row.ValueName : option.HelpName;
        return value is null ? name : $"{name} {value}";
    }

    private static string Right(Option option) => option switch
    {
        ServerFlag flag => $"{flag.Row.Description} [{flag.Row.Print(ServeCommand.Defaults)}]",
        { HasDefaultValue: true } when option.GetDefaultValue() is { } value and not (Array or bool) => $"{option.Description} [{value}]",
        _ => option.Description ?? "",
    };

    private static void WriteRows(string heading, IEnumerable<(string Left, string? Right)> rows, TextWriter output)
    {
        (string Left, string? Right)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{heading}:");
        int column = Indent + Math.Min(36, all.Max(row => row.Left.Length));
        foreach ((string left, string? right) in all)
        {
            string line = $"  {left}".PadRight(column);
            foreach (string text in Wrap(right ?? "", Width - column))
            {
                bool isTooLong = line.Length > column;
                output.WriteLine(isTooLong ? line : (line + text).TrimEnd());
                line = new string(' ', column);
                if (isTooLong)
                {
                    output.WriteLine(line + text);
                }
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
