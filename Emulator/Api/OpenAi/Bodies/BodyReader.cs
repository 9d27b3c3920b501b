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
        catch (JsonException problem) when (problem.Path is { Length: > 2 } path)
        {
            // The library's own words name its types; a converter's own are those that the validator would use.
            throw BodyError.Of(path[2..], problem.Message.StartsWith("Input should", StringComparison.Ordinal) ? problem.Message.Split(" Path:", 2)[0].TrimEnd('.') : "Input has the wrong type, or is no JSON");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The latter is text that is no Unicode.
            throw BodyError.Of("", "JSON decode error");
        }
    }
}
