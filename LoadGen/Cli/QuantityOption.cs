using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Emulator;
using Emulator.Configuration;

namespace LoadGen.Cli;

/// <summary>Options whose values are numbers, with units where <see cref="Quantity"/> knows them; a wrong value gets one sentence.</summary>
internal static class QuantityOption
{
    /// <summary>An option for a duration above 0; null where it is not given, because the help would print a default in a form that nobody may type.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = argument => Parse<TimeSpan?>(argument, text => Quantity.PositiveDuration(name, text)),
    };

    /// <summary>An option for a number above 0.</summary>
    public static Option<double> PositiveNumber(string name, string description, double byDefault) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => Parse(argument, text => Quantity.PositiveNumber(name, text)),
    };

    /// <summary>An option for a whole number of 1 and more.</summary>
    public static Option<int> CountingNumber(string name, string description, int byDefault) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => Parse(argument, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are whole numbers of 1 and more.")),
    };

    /// <summary>An option for a whole number without a unit, negative ones too.</summary>
    public static Option<long> WholeNumber(string name, string description, long byDefault) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => Parse(argument, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are whole numbers.")),
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
