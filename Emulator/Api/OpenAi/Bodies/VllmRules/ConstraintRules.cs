using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi.Bodies.VllmRules;

/// <summary>
/// What vLLM's own types look at once pydantic has their values (<c>sampling_params.py</c>). Their exception is none of pydantic's: it ends the check of the body, and faults
/// that were found before are not told.
/// </summary>
internal static class ConstraintRules
{
    private const string None = "None";

    private static readonly string[] s_kinds = ["json", "regex", "choice", "grammar", "json_object", "structural_tag"];

    // In the order of the fields of StructuredOutputsParams, which the message shows as a dictionary.
    private static readonly (string Name, string Default)[] s_fields =
    [
        ("json", None),
        ("regex", None),
        ("choice", None),
        ("grammar", None),
        ("json_object", None),
        ("disable_any_whitespace", "False"),
        ("disable_additional_properties", "False"),
        ("whitespace_pattern", None),
        ("structural_tag", None),
        ("_backend", None),
        ("_backend_was_auto", "False"),
    ];

    /// <summary>Looks at a budget for thinking.</summary>
    /// <exception cref="Admission.RefusedException">It is no number, or less than -1.</exception>
    public static void CheckThinking(JsonElement budget)
    {
        bool isWhole = budget.ValueKind == JsonValueKind.Number && budget.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        SamplingCheck.Need(
            !budget.IsGiven() || (isWhole && LaxNumbers.Whole(budget) >= -1),
            "thinking_token_budget",
            $"`thinking_token_budget` must be a non-negative integer or -1 for unlimited.",
            budget.IsGiven() ? PythonText.Shown(budget) : null);
    }

    /// <summary>Looks at what repetitions are searched for.</summary>
    /// <exception cref="Admission.RefusedException">There are no such patterns.</exception>
    public static void CheckRepetition(JsonElement detection)
    {
        System.Numerics.BigInteger[] sizes = [.. ((string[])["max_pattern_size", "min_pattern_size", "min_count"]).Select(name => LaxNumbers.Whole(detection.Given(name)) ?? 0)];
        SamplingCheck.Need(
            sizes[0] >= 0 && sizes[1] >= 0 && sizes[1] <= sizes[0],
            null,
            $"max_pattern_size, min_pattern_size must be >=0, with min_pattern_size <= max_pattern_size. Set both to 0 to disable repetitive pattern detection.");
        SamplingCheck.Need(
            sizes[0] == 0 || sizes[2] >= 2,
            null,
            $"min_count must be >= 2 to detect repetitive patterns in engine output. If you do not wish to detect repetitive patterns, set max_pattern_size to 0.");
    }

    /// <summary>Looks at whether one form is asked for.</summary>
    /// <exception cref="Admission.RefusedException">None is, or several are.</exception>
    public static void RequireOne(JsonElement outputs) => RequireOne(outputs, "", default);

    /// <summary>The same once <c>response_format</c> has replaced a field.</summary>
    /// <param name="outputs">What is asked for in vLLM's terms, if anything.</param>
    /// <param name="replaced">The field.</param>
    /// <param name="by">What it holds then.</param>
    /// <exception cref="Admission.RefusedException">None is, or several are.</exception>
    public static void RequireOne(JsonElement outputs, string replaced, JsonElement by)
    {
        int count = s_kinds.Count(kind => (kind == replaced ? by : Field(outputs, kind)).IsGiven());
        if (count == 1)
        {
            return;
        }

        string specified = string.Join(", ", s_fields.Select(field => $"'{field.Name}': {Shown(field.Name, field.Name == replaced ? by : Field(outputs, field.Name)) ?? field.Default}"));
        SamplingCheck.Need(count == 0, null, $"You can only use one kind of structured outputs constraint but multiple are specified: {{{specified}}}");
        SamplingCheck.Need(count > 0, null, $"You must use one kind of structured outputs constraint but none are specified: {{{specified}}}");
    }

    private static JsonElement Field(JsonElement outputs, string name) => outputs.ValueKind == JsonValueKind.Object && name[0] != '_' ? outputs.Given(name) : default;

    private static string? Shown(string name, JsonElement value) => !value.IsGiven() ? null
        : name is "json_object" || name.StartsWith("disable_", StringComparison.Ordinal) ? LaxNumbers.Truth(value)!.Value ? "True" : "False"
        : PythonText.Of(value);
}
