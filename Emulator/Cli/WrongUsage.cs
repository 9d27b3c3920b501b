using System.CommandLine;
using System.CommandLine.Parsing;

namespace Emulator.Cli;

/// <summary>What a user reads who gave arguments that cannot be: one sentence each, with the nearest right name. The same for all tools.</summary>
public static class WrongUsage
{
    /// <summary>Writes it.</summary>
    /// <param name="result">Arguments with at least one error.</param>
    /// <param name="error">Standard error.</param>
    public static void Report(ParseResult result, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(error);
        Command command = result.CommandResult.Command;
        Report((result.UnmatchedTokens.Count > 0 || HasStrayOption(result) ? Unmatched(result, command) : Others(result, command)).Distinct(), command, error);
    }

    /// <summary>Writes sentences about a line of <paramref name="command"/>, and where its help is.</summary>
    internal static void Report(IEnumerable<string> sentences, Command command, TextWriter error)
    {
        foreach (string sentence in sentences)
        {
            error.WriteLine(PlainText.Lines(sentence));
        }

        error.WriteLine($"Try '{HelpText.PathOf(command)} --help'.");
    }

    /// <summary>Whether the parser took a wrong option for an argument that is no option.</summary>
    internal static bool HasStrayOption(ParseResult result) => StrayOptions(result).Any();

    /// <summary>A sentence for each repeatable option that stands somewhere without a value: the parser is content if it has one somewhere else.</summary>
    public static IReadOnlyList<string> MissingValues(ParseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. result.CommandResult.Children.OfType<OptionResult>()
                .Where(option => !option.Implicit && option.Option.Arity.MinimumNumberOfValues > 0 && option.Tokens.Count < option.IdentifierTokenCount)
                .Select(option => ValueFaults.NoValue(option.Option.Name, option.Option)),
        ];
    }

    /// <summary>The sentence about something that looks like an option, and is none of <paramref name="command"/>.</summary>
    internal static string NoOption(string token, Command command)
    {
        string[] options = [.. Visible(command).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))];
        string wrong = token.Split('=')[0];
        return $"{wrong} is not an option of {HelpText.PathOf(command)}{NearestName.Hint(wrong, options)}";
    }

    private static IEnumerable<string> Unmatched(ParseResult result, Command command)
    {
        string[] wrongOptions =
        [
            .. StrayOptions(result)
                .Concat(result.UnmatchedTokens.Where(token => token.StartsWith('-')).Distinct().Where(token => StandsBeforeTheDashes(token, result)))
                .Select(token => token.Split('=')[0])
                .Distinct(),
        ];
        if (wrongOptions.Length > 0)
        {
            // What follows a wrong option is most likely its value, and no mistake of its own.
            return wrongOptions.Select(wrong => NoOption(wrong, command));
        }

        string[] verbs = [.. command.Subcommands.Select(verb => verb.Name)];
        return verbs.Length == 0
            ? result.UnmatchedTokens.Select(extra => $"'{extra}' is more than {HelpText.PathOf(command)} takes.")
            : [$"'{result.UnmatchedTokens[0]}' is not a verb of {HelpText.PathOf(command)}; allowed are {string.Join(", ", verbs)}{NearestName.Hint(result.UnmatchedTokens[0], verbs)}"];
    }

    private static IEnumerable<string> StrayOptions(ParseResult result) =>
        Arguments(result).Where(value => value.Length > 2 && value.StartsWith("--", StringComparison.Ordinal)).Distinct().Where(value => StandsBeforeTheDashes(value, result));

    private static IEnumerable<string> Arguments(ParseResult result) => result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);

    // Behind "--" a dash is a letter like any other, and nothing is an option or its value: what is there more often than behind it stands before it too.
    private static bool StandsBeforeTheDashes(string value, ParseResult result) =>
        Arguments(result).Concat(result.UnmatchedTokens).Count(other => other == value)
        > result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Count(token => token.Type != TokenType.DoubleDash && token.Value == value);

    private static IEnumerable<string> Others(ParseResult result, Command command) =>
        command.Subcommands.Count > 0 && result.Errors.All(error => error.SymbolResult is CommandResult)
            ? [$"{HelpText.PathOf(command)} needs a verb; allowed are {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}."]
            : ValueFaults.Repeated(result) is { Count: > 0 } repeated ? repeated
            : result.Errors.Select(error => error.SymbolResult is OptionResult { Implicit: false, Tokens.Count: 0, IdentifierTokenCount: > 0 } option && option.Option.Arity.MinimumNumberOfValues > 0
                ? ValueFaults.NoValue(option.IdentifierToken?.Value ?? option.Option.Name, option.Option)
                : error.Message);

    private static IEnumerable<Option> Visible(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Visible(parent).Where(option => option.Recursive)).Concat(command.Options);
}
