using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

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
        catch (JsonException problem) when (problem is { Path: { Length: > 0 } path, InnerException: not JsonException })
        {
            throw BodyError.Of(Index().Replace(path, ".$1").TrimStart('$', '.'), WordsFor(problem.Message));
        }
        catch (Exception problem) when (JsonText.IsUnreadable(problem))
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
        catch (InvalidOperationException problem) when (JsonText.IsNoUnicode(problem))
        {
            throw BodyError.Of("", "Input should be a valid string, unable to parse raw data as a unicode string");
        }
    }

    // A converter's own words are those that vLLM's validator would use; the library's name its types.
    private static string WordsFor(string message) => message.StartsWith("Input should", StringComparison.Ordinal) ? message.Split(" Path:", 2)[0].TrimEnd('.')
        : message.Contains("List`1", StringComparison.Ordinal) ? "Input should be a valid list"
        : message.Contains("System.String", StringComparison.Ordinal) ? "Input should be a valid string"
        : message.Contains("System.Int", StringComparison.Ordinal) ? "Input should be a valid integer"
        : "Input should be a valid dictionary";

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Index();
}
