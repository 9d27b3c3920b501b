using System.Globalization;
using Emulator;

namespace LoadGen;

/// <summary>Numbers with units, as options and workload files write them: <c>300s</c>, <c>500ms</c>, <c>2m</c>, <c>64k</c>; plain numbers are seconds or counts.</summary>
public static class Quantity
{
    private static readonly Dictionary<string, decimal> _secondsPerUnit = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["us"] = 1e-6m,
        ["µs"] = 1e-6m,
        ["ms"] = 1e-3m,
        ["s"] = 1,
        ["m"] = 60,
        ["min"] = 60,
        ["h"] = 3_600,
    };

    private static readonly Dictionary<string, decimal> _countPerUnit = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["k"] = 1e3m,
        ["K"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
    };

    /// <summary>A duration of zero or more, rounded to the nearest 100 ns. A plain number is seconds.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>300s</c>, <c>500ms</c>, <c>2m</c>, <c>1h</c>, <c>1.5</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such duration.</exception>
    public static TimeSpan Duration(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryScale(text, _secondsPerUnit, out decimal seconds) && seconds >= 0 && seconds < (decimal)TimeSpan.MaxValue.TotalSeconds - 1
            ? new TimeSpan((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).");
    }

    /// <summary>A whole number of zero or more; <c>k</c>, <c>M</c> and <c>G</c> stand for thousands, millions and billions.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>4096</c> or <c>64k</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such number.</exception>
    public static long Count(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryScale(text, _countPerUnit, out decimal value) && value >= 0 && value <= long.MaxValue && value == decimal.Truncate(value)
            ? (long)value
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are whole numbers such as 4096, 64k or 1M.");
    }

    /// <summary>A number of zero or more, not necessarily whole; <c>k</c>, <c>M</c> and <c>G</c> as in <see cref="Count"/>.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>0.25</c> or <c>1.5k</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such number.</exception>
    public static double Number(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryScale(text, _countPerUnit, out decimal value) && value >= 0
            ? (double)value
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are numbers of 0 and more, such as 0.25, 60 or 1.5k.");
    }

    /// <summary>A <see cref="Duration"/> above 0.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>300s</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such duration.</exception>
    public static TimeSpan PositiveDuration(string name, string text) => Duration(name, text) is { Ticks: > 0 } duration
        ? duration
        : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are durations above 0.");

    /// <summary>A <see cref="Number"/> above 0.</summary>
    /// <param name="name">What is read (an option or a key), for the message.</param>
    /// <param name="text">For example <c>0.25</c>.</param>
    /// <exception cref="InvalidConfigurationException">It is no such number.</exception>
    public static double PositiveNumber(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryScale(text, _countPerUnit, out decimal value) && value > 0
            ? (double)value
            : throw new InvalidConfigurationException($"{name} is '{text}'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.");
    }

    private static bool TryScale(string text, Dictionary<string, decimal> units, out decimal value)
    {
        string trimmed = text.Trim();
        string unit = trimmed[(trimmed.AsSpan().LastIndexOfAnyInRange('0', '9') + 1)..].TrimStart();
        string number = trimmed[..^unit.Length].TrimEnd().Replace("_", "", StringComparison.Ordinal);
        value = 0;
        if (!units.TryGetValue(unit, out decimal factor) || !decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed))
        {
            return false;
        }

        try
        {
            value = parsed * factor;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
