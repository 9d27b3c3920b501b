using System.CommandLine;
using System.CommandLine.Parsing;

namespace Emulator.Cli;

/// <summary>Options that stand without their value, or twice, in words of this program's own.</summary>
internal static class ValueFaults
{
    /// <summary>
    /// A sentence for each option of a line about a server that expects a value and has none. Asked before the parser reads the line, which would take
    /// the option that follows for the value.
    /// </summary>
    /// <param name="args">The line as it was given, behind the verb.</param>
    /// <param name="verb">Whose options they are.</param>
    public static IReadOnlyList<string> Missing(IEnumerable<string> args, Command verb)
    {
        Dictionary<string, Option> options = verb.Options.SelectMany(option => option.Aliases.Prepend(option.Name).Select(name => (name, option))).ToDictionary(pair => pair.name, pair => pair.option);
        string[] line = [.. args.TakeWhile(arg => arg != VllmSpelling.EndOfOptions)];
        List<string> sentences = [];
        for (int i = 0; i < line.Length; i++)
        {
            string[] sides = line[i].Split('=', 2);
            (string name, string path) = VllmSpelling.NameAndPath(sides[0]);
            Option? option = options.GetValueOrDefault(name);
            string? value = sides.Length > 1 ? sides[1] : i + 1 < line.Length && !IsOption(line[i + 1]) ? line[i + 1] : null;
            bool expectsOne = path.Length > 0 ? VllmSpelling.IsKnown(name) : option?.Arity.MinimumNumberOfValues > 0 || sides[0] == VllmSpelling.OptimizationLevel;

            if (IsOption(line[i]) && expectsOne && (value is null || (value.Length == 0 && (path.Length > 0 || option is not VllmOption { Row.TakesEmptyText: true }))))
            {
                sentences.Add(NoValue(path.Length > 0 ? sides[0] : sides[0].StartsWith("--", StringComparison.Ordinal) ? name : sides[0], path.Length > 0 ? null : option));
            }
        }

        return sentences;
    }

    /// <summary>A sentence for each option that stands more than once and may not.</summary>
    public static IReadOnlyList<string> Repeated(ParseResult result) =>
    [
        .. result.CommandResult.Children.OfType<OptionResult>()
            .Where(given => !given.Implicit && given.IdentifierTokenCount > 1 && (given.Option is ServerFlag or VllmOption || given.Option.Arity.MaximumNumberOfValues <= 1))
            .Select(given => Repeated(result, given)),
    ];

    /// <summary>The sentence about an option that expects a value and has none.</summary>
    /// <param name="name">Its name, as the line has it.</param>
    /// <param name="option">The option; null = a part of one.</param>
    public static string NoValue(string name, Option? option) => option switch
    {
        ServerFlag flag => $"{name} expects a value and has none; allowed are {flag.Row.Allowed}.",
        { HelpName: { } value } => $"{name} expects a value and has none; allowed is {name} {value}{(option.Arity.MaximumNumberOfValues > 1 ? ", as often as needed" : "")}.",
        _ => $"{name} expects a value and has none.",
    };

    private static string Repeated(ParseResult result, OptionResult given)
    {
        string[] names =
        [
            .. result.Tokens.Where(token => token.Type == TokenType.Option).Select(token => token.Value).Distinct()
                .Where(name => name == given.Option.Name || given.Option.Aliases.Contains(name)),
        ];
        string times = given.IdentifierTokenCount == 2 ? "twice" : $"{given.IdentifierTokenCount} times";
        string allowed = given.Option.Arity.MaximumNumberOfValues > 1 ? "once, with all its values behind it" : "once";
        return names.Length > 1
            ? $"{string.Join(" and ", names)} are the same option, given {times}; allowed is {allowed}."
            : $"{given.Option.Name} is given {times}; allowed is {allowed}.";
    }

    // As Python's argparse: numbers below zero and words with blanks are values.
    private static bool IsOption(string arg) =>
        arg.Length > 1 && arg[0] == '-' && (arg[1] == '-' || char.IsLetter(arg[1])) && !arg.Split('=', 2)[0].Contains(' ', StringComparison.Ordinal);
}
