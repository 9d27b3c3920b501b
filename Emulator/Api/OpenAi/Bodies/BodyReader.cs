using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>How bodies are read: snake case, compiled in.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    MaxDepth = 64,
    Converters = [typeof(LaxLong), typeof(LaxDouble), typeof(LaxBoolean)])]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(CompletionBody))]
[JsonSerializable(typeof(TokenizeBody))]
[JsonSerializable(typeof(DetokenizeBody))]
internal sealed partial class BodyReader : JsonSerializerContext
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="Admission.RefusedException">It is no JSON of that shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest http, JsonTypeInfo<T> shape)
        where T : class
    {
        string type = http.ContentType?.Split(';', 2)[0].Trim() ?? "";
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw BodyError.Of("", "Unsupported Media Type: Only application/json is allowed");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(http.Body, shape, http.HttpContext.RequestAborted) ?? throw BodyError.Of("", "Input should be a valid dictionary");
        }
        catch (JsonException problem) when (problem is { Path: { Length: > 2 } path, InnerException: not JsonException })
        {
            // The library's own words name its types; a converter's own are those that the validator would use.
            throw BodyError.Of(path[2..], problem.Message.StartsWith("Input should", StringComparison.Ordinal) ? problem.Message.Split(" Path:", 2)[0].TrimEnd('.') : "Input has the wrong type, or is no JSON");
        }
        catch (Exception problem) when (problem is JsonException || IsNoUnicode(problem))
        {
            throw BodyError.Of("", "JSON decode error");
        }
    }

    /// <summary>Makes something of a body that was read; only then are some of its texts looked at.</summary>
    /// <exception cref="Admission.RefusedException">One of its texts is no Unicode, or what <paramref name="read"/> throws.</exception>
    public static T Make<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException problem) when (IsNoUnicode(problem))
        {
            throw BodyError.Of("", "Input should be a valid string, unable to parse raw data as a unicode string");
        }
    }

    // The library has no type of its own for it, but marks what it means to be read as a fault of the JSON.
    private static bool IsNoUnicode(Exception problem) => problem is InvalidOperationException { Source: "System.Text.Json.Rethrowable" };
}
