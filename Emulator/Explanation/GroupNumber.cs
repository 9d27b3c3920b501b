using Emulator.Configuration;

namespace Emulator.Explanation;

/// <summary>Numbers of sequences and tokens.</summary>
internal static class GroupNumber
{
    /// <summary>The largest that is taken: above all that is run, and small enough for the sums over a step.</summary>
    public const int Largest = 10_000_000;

    /// <summary>Reads a whole number, units allowed, from <paramref name="smallest"/> to <see cref="Largest"/>.</summary>
    public static bool TryParse(string text, int smallest, out int number)
    {
        bool isNumber = Quantity.TryParseNumber(text, out decimal value) && decimal.IsInteger(value) && value >= smallest && value <= Largest;
        number = isNumber ? (int)value : 0;
        return isNumber;
    }
}
