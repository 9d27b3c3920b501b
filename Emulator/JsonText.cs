using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Emulator;

/// <summary>What can be wrong with a JSON text.</summary>
public static partial class JsonText
{
    // The library has no type of its own for text that is no Unicode, but marks what it means to be read as a fault of the JSON.
    private const string NoUnicode = "System.Text.Json.Rethrowable";

    /// <summary>Whether a problem is the text's fault: it is no JSON, or one of its strings is no Unicode, which is found out when that string is looked at.</summary>
    public static bool IsUnreadable(Exception problem) => problem is JsonException || IsNoUnicode(problem);

    /// <summary>Looks at every string, so that nobody who does later meets one that is none.</summary>
    /// <exception cref="InvalidOperationException">One is no Unicode; <see cref="IsNoUnicode"/> knows it.</exception>
    public static void RequireUnicode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    RequireUnicode(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    RequireUnicode(member.Value);
                }

                break;
        }
    }

    /// <summary>Whether one of the text's strings is no Unicode.</summary>
    public static bool IsNoUnicode(Exception problem) => problem is InvalidOperationException { Source: NoUnicode };

    /// <summary>Whether a string is Unicode: none of its escapes is half a character. Its document is valid UTF-8.</summary>
    public static bool IsUnicode(JsonElement text)
    {
        ReadOnlySpan<byte> rest = JsonMarshal.GetRawUtf8Value(text);
        while (rest.IndexOf((byte)'\\') is >= 0 and int escape)
        {
            rest = rest[escape..];
            char unit = UnitOf(rest);
            if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && !char.IsLowSurrogate(UnitOf(rest[EscapedUnit..]))))
            {
                return false;
            }

            rest = rest[(char.IsHighSurrogate(unit) ? 2 * EscapedUnit : 2)..];
        }

        return true;
    }

    /// <summary>A string as it is, halves of characters included.</summary>
    public static string LaxString(JsonElement text) => IsUnicode(text)
        ? text.GetString()!
        : Escape().Replace(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(text)[1..^1]), escape => escape.Value[1] switch
        {
            'u' => $"{(char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            char itself => $"{itself}",
        });

    /// <summary>A text in which every object has each name once: of several members the last.</summary>
    public static byte[] WithoutRepeats(JsonElement element)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            WriteWithoutRepeats(json, element);
        }

        return text.WrittenSpan.ToArray();
    }

    private static void WriteWithoutRepeats(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    WriteWithoutRepeats(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach ((string name, JsonElement value) in LastOf(element))
                {
                    json.WritePropertyName(name);
                    WriteWithoutRepeats(json, value);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(element));
                break;
        }
    }

    private static Dictionary<string, JsonElement> LastOf(JsonElement element)
    {
        Dictionary<string, JsonElement> last = [];
        foreach (JsonProperty member in element.EnumerateObject())
        {
            last[member.Name] = member.Value;
        }

        return last;
    }

    // Bytes of an escape such as \u00e9.
    private const int EscapedUnit = 6;

    private static char UnitOf(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapedUnit && escape[0] == '\\' && escape[1] == 'u' && Utf8Parser.TryParse(escape[2..EscapedUnit], out ushort unit, out _, 'x') ? (char)unit : ' ';

    [GeneratedRegex(@"\\(?:u[0-9a-fA-F]{4}|.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
