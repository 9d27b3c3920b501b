using System.Text.Json;

namespace Emulator;

/// <summary>What can be wrong with a JSON text.</summary>
public static class JsonText
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
}
