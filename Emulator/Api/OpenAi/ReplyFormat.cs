using System.Text.Json;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.VllmRules;
using Emulator.Content.Schemas;

namespace Emulator.Api.OpenAi;

/// <summary>
/// Answers whose form the request prescribes, and what vLLM says of forms that it cannot prescribe (<c>vllm/sampling_params.py</c>,
/// <c>vllm/v1/structured_output/backend_guidance.py</c>, <c>vllm/entrypoints/generate/base/protocol.py</c>).
/// </summary>
internal static class ReplyFormat
{
    private static readonly string[] s_kinds = ["json", "regex", "choice", "grammar", "json_object", "structural_tag"];

    private static readonly JsonElement s_true = JsonElement.Parse("true"u8);

    /// <summary>A text of the form that a body asks for; null = any. The same for the same seed.</summary>
    /// <exception cref="Admission.RefusedException">There is no such form.</exception>
    public static string? TextFor(GenerationBody body, ulong seed)
    {
        string type = TypeOf(body.ResponseFormat);
        switch (type)
        {
            case "json_object":
                ConstraintRules.RequireOne(body.StructuredOutputs, "json_object", s_true);
                return SchemaSample.Any(seed);
            case "json_schema":
                JsonElement schema = body.ResponseFormat.GetProperty("json_schema").Given("schema");
                ConstraintRules.RequireOne(body.StructuredOutputs, "json", schema);
                return OfSchema(schema, seed, NameIn(body.ResponseFormat));
            case "structural_tag":
                throw ErrorTable.Invalid("response_format", "response_format of type structural_tag is not emulated; allowed are text, json_object and json_schema.");
            case "text":
                return Structured(body, seed);
            default:
                throw new InvalidOperationException("The body's shape was checked.");
        }
    }

    private static string TypeOf(JsonElement format) => format.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "text",
        _ => format.GetProperty("type").GetString()!,
    };

    private static string? NameIn(JsonElement format) =>
        format.GetProperty("json_schema").Given("name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    private static string? Structured(GenerationBody body, ulong seed)
    {
        JsonElement outputs = body.StructuredOutputs;
        if (outputs.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonProperty kind = outputs.EnumerateObject().Single(kind => s_kinds.Contains(kind.Name) && kind.Value.ValueKind != JsonValueKind.Null);
        return Constrained(kind.Name, kind.Value, seed);
    }

    private static string Constrained(string kind, JsonElement value, ulong seed)
    {
        switch (kind)
        {
            case "json":
                return OfJson(value, seed);
            case "choice":
                return OfChoice([.. value.EnumerateArray().Select(choice => choice.GetString()!)], seed);
            case "regex":
                return OfRegex(value.GetString()!, seed);
            case "json_object":
                SamplingCheck.Need(value.ValueKind != JsonValueKind.False, null, $"structured_outputs.json_object must be True if set; omit structured_outputs to disable structured outputs");
                return SchemaSample.Any(seed);
            case "grammar":
                SamplingCheck.Need(!string.IsNullOrWhiteSpace(value.GetString()!), null, $"structured_outputs.grammar cannot be an empty string");
                goto default;
            default:
                throw ErrorTable.Invalid("structured_outputs", $"structured_outputs.{kind} is not emulated; allowed are json, json_object, regex and choice.");
        }
    }

    private static string OfJson(JsonElement value, ulong seed)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return OfSchema(value, seed);
        }

        string text = value.GetString()!;
        SamplingCheck.Need(!string.IsNullOrWhiteSpace(text), null, $"structured_outputs.json cannot be an empty string");
        return OfSchemaText(text, seed, _ => ErrorTable.Invalid(null, "Invalid JSON grammar specification."));
    }

    /// <summary>A text that fits a schema which is a text itself.</summary>
    /// <param name="text">The schema.</param>
    /// <param name="seed">Which text.</param>
    /// <param name="refuse">What is said of a text that is no JSON, by its fault.</param>
    /// <exception cref="Admission.RefusedException">It is no JSON, or no text was found.</exception>
    public static string OfSchemaText(string text, ulong seed, Func<string, Exception> refuse)
    {
        JsonDocument schema;
        try
        {
            schema = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonText.RequireUnicode(schema.RootElement);
        }
        catch (Exception problem) when (JsonText.IsUnreadable(problem))
        {
            throw refuse(problem.Message);
        }

        using (schema)
        {
            return OfSchema(schema.RootElement, seed);
        }
    }

    /// <summary>A text that fits a schema.</summary>
    /// <exception cref="Admission.RefusedException">None was found.</exception>
    public static string OfSchema(JsonElement schema, ulong seed, string? name = null) => SchemaSample.TryOf(schema, seed, out string? text, out string? problem)
        ? text
        : throw ErrorTable.Invalid(null, $"Grammar error: {problem}", new OpenAiWords($"Invalid schema for response_format '{name}'. Please ensure it is a valid JSON Schema.", "response_format"));

    /// <summary>One of some texts.</summary>
    /// <exception cref="Admission.RefusedException">There are none.</exception>
    public static string OfChoice(IReadOnlyList<string> choices, ulong seed)
    {
        SamplingCheck.Need(choices.Count > 0, null, $"Choice '[]' cannot be an empty list");
        return choices[(int)(seed % (ulong)choices.Count)];
    }

    /// <summary>A text that matches a pattern.</summary>
    /// <exception cref="Admission.RefusedException">None was found.</exception>
    public static string OfRegex(string pattern, ulong seed)
    {
        SamplingCheck.Need(!pattern.Contains('\0', StringComparison.Ordinal), null, $"structured_outputs.regex must not contain a NUL character ('\\x00')");
        SamplingCheck.Need(SchemaRoot.TryCompile(pattern) is not null, null, $"Grammar error: '{pattern}' is no regular expression that is supported");
        return SchemaSample.OfPattern(pattern, seed) ?? throw ErrorTable.Invalid(null, $"Grammar error: no text was found that matches '{pattern}'");
    }
}
