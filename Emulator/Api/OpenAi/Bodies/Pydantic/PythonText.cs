using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>Values as Python's <c>repr</c> shows them.</summary>
internal static class PythonText
{
    // Most texts are made of these alone, which stand in quotes as they are.
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter).Where(letter => letter is not ('\'' or '"' or '\\'))]);

    /// <summary>A text: in single quotes, unless it has some and no double ones.</summary>
    public static string Of(string text)
    {
        StringBuilder shown = new();
        Append(shown, text);
        return shown.ToString();
    }

    /// <summary>A value of JSON as <c>str</c> shows it: a text without quotes.</summary>
    public static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.String ? JsonText.LaxString(value) : Of(value);

    /// <summary>A value of JSON.</summary>
    public static string Of(JsonElement value)
    {
        StringBuilder shown = new();
        Append(shown, value);
        return shown.ToString();
    }

    /// <summary>Writes a value of JSON.</summary>
    public static void Append(StringBuilder shown, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                char open = '{';
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    shown.Append(open == '{' ? "{" : ", ");
                    open = ',';
                    Append(shown, member.Name);
                    shown.Append(": ");
                    Append(shown, member.Value);
                }

                shown.Append(open == '{' ? "{}" : "}");
                break;
            case JsonValueKind.Array:
                string before = "[";
                foreach (JsonElement item in value.EnumerateArray())
                {
                    shown.Append(before);
                    before = ", ";
                    Append(shown, item);
                }

                shown.Append(before == "[" ? "[]" : "]");
                break;
            case JsonValueKind.String:
                Append(shown, JsonText.LaxString(value));
                break;
            case JsonValueKind.Number:
                shown.Append(Number(value.GetRawText()));
                break;
            default:
                shown.Append(value.ValueKind switch { JsonValueKind.True => "True", JsonValueKind.False => "False", _ => "None" });
                break;
        }
    }

    /// <summary>Writes a text with its quotes.</summary>
    public static void Append(StringBuilder shown, string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        shown.Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).IndexOfAnyExcept(s_plain) is not 0 and int other)
            {
                int plain = other < 0 ? text.Length - i : other;
                shown.Append(text, i, plain);
                i += plain - 1;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune letter, out int units);
            bool isHalf = units == 1 && char.IsSurrogate(text[i]);
            int code = isHalf ? text[i] : letter.Value;
            if (code == quote || code == '\\')
            {
                shown.Append('\\').Append((char)code);
            }
            else if (code is '\n' or '\r' or '\t')
            {
                shown.Append(code switch { '\n' => "\\n", '\r' => "\\r", _ => "\\t" });
            }
            else if (isHalf || !IsPrintable(letter))
            {
                shown.Append(code <= 0xff ? $"\\x{code:x2}" : code <= 0xffff ? $"\\u{code:x4}" : $"\\U{code:x8}");
            }
            else
            {
                shown.Append(text, i, units);
            }

            i += units - 1;
        }

        shown.Append(quote);
    }

    // As str.isprintable has it: all but what is not assigned, controls, and separators other than the blank.
    private static bool IsPrintable(Rune letter) => letter.Value == ' ' || Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>A number: one without point and exponent as it stands, another as Python prints real numbers.</summary>
    private static string Number(string json) => json.AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? (json == "-0" ? "0" : json) : Real(double.Parse(json, CultureInfo.InvariantCulture));

    /// <summary>A real number: 3 is 3.0, and an exponent comes from 1e16 on and below 1e-4.</summary>
    public static string Real(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        string sign = double.IsNegative(number) ? "-" : "";
        (string digits, int exponent) = Shortest(Math.Abs(number));
        if (exponent is < -4 or >= 16)
        {
            string rest = digits.Length == 1 ? "" : $".{digits[1..]}";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{rest}e{exponent:+00;-00}");
        }

        return sign + (exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
            : digits.Length <= exponent + 1 ? $"{digits.PadRight(exponent + 1, '0')}.0"
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}");
    }

    /// <summary>The fewest digits that make a number, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Shortest(double number)
    {
        string[] parts = number.ToString("R", CultureInfo.InvariantCulture).Split('E');
        string[] sides = parts[0].Split('.');
        string digits = string.Concat(sides);
        int zeros = digits.Length - digits.TrimStart('0').Length;
        int exponent = sides[0].Length - 1 - zeros + (parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.Trim('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent);
    }
}
