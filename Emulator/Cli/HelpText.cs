using System.CommandLine;
using System.CommandLine.Invocation;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary>What <c>--help</c> prints: usage, verbs, arguments, options under their headings, and an example.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    // Fixed, so that help looks the same everywhere and in its golden file.
    private const int Width = 110;
    private const int Indent = 4;

    public override bool ClearsParseErrors => true;

    /// <summary>The words that lead to a command: <c>emulator presets show</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand root
        ? root.HelpName ?? root.Name
        : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    public override int Invoke(ParseResult parseResult)
    {
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
        foreach (IGrouping<string, Option> group in command.Options.Where(option => !option.Hidden).GroupBy(Heading))
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

    private static string Heading(Option option) => ServerOptionTable.Find(option.Name[2..])?.Group switch
    {
        OptionGroup.Machine => "What is emulated",
        OptionGroup.Planning => "Scheduler and KV cache",
        OptionGroup.Clock => "Time and chance",
        OptionGroup.Endpoints => "Endpoints and clients",
        OptionGroup.Recording => "What a run leaves behind",
        _ => "Options",
    };

    private static string Left(Option option)
    {
        ServerOption? row = ServerOptionTable.Find(option.Name[2..]);
        string name = row is { IsSwitch: true } ? $"--[no-]{row.Name}" : string.Join(", ", option.Aliases.Prepend(option.Name));
        string? value = row is { IsSwitch: true } ? null : row?.ValueName ?? option.HelpName;
        return value is null ? name : $"{name} {value}";
    }

    private static string Right(Option option) => ServerOptionTable.Find(option.Name[2..]) is ServerOption row
        ? $"{row.Description} [{row.Print(ServeCommand.Defaults)}]"
        : option.Description ?? "";

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
