using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator;

namespace LoadGen.Cli;

/// <summary>Options whose values take units, as <see cref="Quantity"/> reads them.</summary>
internal static class QuantityOption
{
    /// <summary>An option for a duration above 0; null where it is not given, because the help would print a default in a form that nobody may type.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = argument => Parse<TimeSpan?>(argument, text => Quantity.Duration(name, text) is { Ticks: > 0 } duration
            ? duration
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are durations above 0.")),
    };

    /// <summary>An option for a number above 0.</summary>
    public static Option<double> PositiveNumber(string name, string description, double byDefault) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => Parse(argument, text => Quantity.Number(name, text) is > 0 and double number
            ? number
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are numbers above 0.")),
    };

    // System.CommandLine wants errors added, not thrown.
    private static T? Parse<T>(ArgumentResult argument, Func<string, T> read)
    {
        try
        {
            return read(argument.Tokens[0].Value);
        }
        catch (InvalidConfigurationException problem)
        {
            argument.AddError(problem.Message);
            return default;
        }
    }
}
