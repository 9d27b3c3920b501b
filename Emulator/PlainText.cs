using System.Globalization;

namespace Emulator;

/// <summary>Text from files as it may stand in a line: what would end the line, shift its columns or steer the terminal is escaped as in JSON.</summary>
public static class PlainText
{
    /// <summary>The text without control characters, line separators and marks of direction.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(Steers) ? string.Concat(text.Select(letter => Steers(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : $"{letter}")) : text;
    }

    private static bool Steers(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
