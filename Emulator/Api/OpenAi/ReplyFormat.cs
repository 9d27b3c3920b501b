using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Content;

namespace Emulator.Api.OpenAi;

/// <summary>Answers whose form the request prescribes.</summary>
internal static class ReplyFormat
{
    /// <summary>A text of the form that a body asks for; null = any. The same for the same seed.</summary>
    /// <exception cref="Admission.RefusedException">There is no such form.</exception>
    public static string? TextFor(GenerationBody body, ulong seed)
    {
        string type = TypeOf(body.ResponseFormat);
        switch (type)
        {
            case "json_object":
                return SchemaSample.Of(default, seed);
            case "json_schema":
                bool hasSchema = body.ResponseFormat.TryGetProperty("json_schema", out JsonElement named) && named.ValueKind == JsonValueKind.Object;
                SamplingCheck.Need(hasSchema, "response_format", $"When response_format type is 'json_schema', the 'json_schema' field must be provided.");
                return SchemaSample.Of(named.TryGetProperty("schema", out JsonElement schema) ? schema : default, seed);
            case "structural_tag":
                throw ErrorTable.Invalid("response_format", "response_format of type structural_tag is not emulated; allowed are text, json_object and json_schema.");
            case "text":
                return Structured(body.StructuredOutputs, seed);
            default:
                throw new InvalidOperationException("The body's shape was checked.");
        }
    }

    private static string TypeOf(JsonElement format) => format.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "text",
        _ => format.GetProperty("type").GetString()!,
    };

    private static string? Structured(JsonElement outputs, ulong seed)
    {
        if (outputs.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonProperty[] kinds = [.. outputs.EnumerateObject().Where(kind => kind.Name is "json" or "regex" or "choice" or "grammar" or "structural_tag" or "json_object" && kind.Value.ValueKind != JsonValueKind.Null)];
        SamplingCheck.Need(kinds.Length <= 1, "structured_outputs", $"You can only use one kind of constraints for structured outputs ('json', 'regex' or 'choice').");
        return kinds switch
        {
            [] => null,
            [{ Name: "json" } json] => SchemaSample.Of(json.Value, seed),
            [{ Name: "choice" } choice] when choice.Value.ValueKind == JsonValueKind.Array && choice.Value.GetArrayLength() > 0 => choice.Value[(int)(seed % (ulong)choice.Value.GetArrayLength())].ToString(),
            [{ Name: "json_object" }] => SchemaSample.Of(default, seed),
            [var other, ..] => throw ErrorTable.Invalid("structured_outputs", $"structured_outputs.{other.Name} is not emulated; allowed are json, json_object and choice."),
        };
    }
}
