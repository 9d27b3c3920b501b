using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Emulator.SchedulerCases;

/// <summary>
/// Lists of a case file in the one spelling in which <see cref="StepText"/> writes them: no blanks, whole numbers without fraction and exponent, and of
/// letters those escaped that the encoder escapes.
/// </summary>
internal static class CompactJson
{
    private static readonly SearchValues<char> s_numbers = SearchValues.Create("[]0123456789,");
    private static readonly SearchValues<char> s_numbersAndBlanks = SearchValues.Create("[]0123456789, \t\r\n");

    // Printable ASCII but for the quote and the backslash: what no encoder escapes.
    private static readonly SearchValues<char> s_plainLetters = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter).Except("\"\\")]);

    /// <summary>The list as text: as it stands where that is its spelling already, since block lists may be long, and steps many.</summary>
    /// <exception cref="InvalidOperationException">A string in it is no Unicode.</exception>
    public static string Of(JsonElement list)
    {
        string raw = list.GetRawText();
        return !raw.AsSpan().ContainsAnyExcept(s_numbers) ? raw : WithoutBlanks(raw) ?? Rewritten(list);
    }

    /// <summary>The text without the blanks between its values; null where it has something else that would be spelt otherwise.</summary>
    private static string? WithoutBlanks(string raw)
    {
        char[] kept = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            int length = 0;
            ReadOnlySpan<char> rest = raw;
            for (bool inString = false; ; inString = !inString)
            {
                int quote = rest.IndexOf('"');
                ReadOnlySpan<char> part = quote < 0 ? rest : rest[..quote];
                if (part.ContainsAnyExcept(inString ? s_plainLetters : s_numbersAndBlanks))
                {
                    return null;
                }

                length += inString ? Copy(part, kept.AsSpan(length)) : CopyWithoutBlanks(part, kept.AsSpan(length));
                if (quote < 0)
                {
                    return length == raw.Length ? raw : new string(kept, 0, length);
                }

                kept[length++] = '"';
                rest = rest[(quote + 1)..];
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(kept);
        }
    }

    private static int Copy(ReadOnlySpan<char> from, Span<char> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    private static int CopyWithoutBlanks(ReadOnlySpan<char> from, Span<char> to)
    {
        int length = 0;
        foreach (char letter in from)
        {
            to[length] = letter;
            length += letter > ' ' ? 1 : 0;
        }

        return length;
    }

    private static string Rewritten(JsonElement list)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = CaseFile.Json.Encoder }))
        {
            Write(writer, list);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (JsonElement element in value.EnumerateArray())
            {
                Write(writer, element);
            }

            writer.WriteEndArray();
        }
        else if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue)
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
