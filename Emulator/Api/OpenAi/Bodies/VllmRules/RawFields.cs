using System.Runtime.InteropServices;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.VllmRules;

/// <summary>Fields of a body as Python's own code sees them, before pydantic has made them what they are to be.</summary>
internal static class RawFields
{
    // Quotes alone.
    private const int EmptyText = 2;

    /// <summary>What a field holds; undefined where there is none, or <c>null</c>.</summary>
    public static JsonElement Given(this JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>Whether something is there at all.</summary>
    public static bool IsGiven(this JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether a field holds what counts as true: no zero, no empty text, list or object.</summary>
    public static bool Holds(this JsonElement body, string name) => body.Given(name) is var value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(value).Length > EmptyText,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => false,
    };

    /// <summary>Whether a value is a certain text.</summary>
    public static bool Is(this JsonElement value, string text) => value.ValueKind == JsonValueKind.String && JsonText.LaxString(value) == text;

    /// <summary>A value as a number: <c>true</c> is 1; null = it is none.</summary>
    public static double? Number(this JsonElement value) => value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? LaxNumbers.Real(value) : null;
}
