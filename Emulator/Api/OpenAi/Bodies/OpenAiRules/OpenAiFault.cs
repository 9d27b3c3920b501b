using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Emulator.Admission;
using Emulator.Engine;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What OpenAI's API says of a body, as its clients have seen it: a sentence, the parameter, and a code.</summary>
internal static class OpenAiFault
{
    /// <summary>The body is no JSON.</summary>
    public static RefusedException NoJson => Of(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
        parameter: null,
        code: null);

    /// <summary>The body is of another type.</summary>
    public static RefusedException NoJsonType(string type) => Of(
        $"Unsupported content type: '{type}'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: {type}'. Please try again with a supported content type.",
        parameter: null,
        "unsupported_content_type");

    /// <summary>A parameter is not there.</summary>
    public static RefusedException Missing(string parameter) => Of($"Missing required parameter: '{parameter}'.", parameter, "missing_required_parameter");

    /// <summary>Parameters of the body are none of this path: all are told, in order.</summary>
    public static RefusedException Unrecognized(string[] parameters) =>
        Of($"Unrecognized request argument{(parameters.Length == 1 ? "" : "s")} supplied: {string.Join(", ", parameters.Order(StringComparer.Ordinal))}", parameter: null, code: null);

    /// <summary>A parameter is none of the object that it is in.</summary>
    public static RefusedException Unknown(string parameter) => Of($"Unknown parameter: '{parameter}'.", parameter, "unknown_parameter");

    /// <summary>A parameter is of another type.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="expected">The type, such as <c>a string</c>.</param>
    /// <param name="value">What was given.</param>
    public static RefusedException Type(string parameter, string expected, JsonElement value) =>
        Of($"Invalid type for '{parameter}': expected {expected}, but got {NameOf(value)} instead.", parameter, "invalid_type");

    /// <summary>A parameter is none of the words that it may be.</summary>
    public static RefusedException Word(string parameter, string value, IReadOnlyList<string> words)
    {
        string last = words.Count > 2 ? $", and '{words[^1]}'" : words.Count == 2 ? $" and '{words[^1]}'" : "";
        string first = string.Join(", ", words.Take(Math.Max(1, words.Count - 1)).Select(word => $"'{word}'"));
        return Of($"Invalid value: '{value}'. Supported values are: {first}{last}.", parameter, "invalid_value");
    }

    /// <summary>A number is too small or too large.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="kind"><c>integer</c> or <c>decimal</c>.</param>
    /// <param name="value">The number.</param>
    /// <param name="isLow">Whether it is too small.</param>
    /// <param name="bound">What it may be at least or at most.</param>
    public static RefusedException Range(string parameter, string kind, JsonElement value, bool isLow, string bound)
    {
        (string side, string sign) = isLow ? ("below minimum", ">=") : ("above maximum", "<=");
        return Of(
            $"Invalid '{parameter}': {kind} {side} value. Expected a value {sign} {bound}, but got {value.GetRawText()} instead.",
            parameter,
            $"{kind}_{(isLow ? "below_min" : "above_max")}_value");
    }

    /// <summary>A whole number is too large.</summary>
    public static RefusedException Above(string parameter, long most, BigInteger value) => Of(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{parameter}': integer above maximum value. Expected a value <= {most}, but got {value} instead."),
        parameter,
        "integer_above_max_value");

    /// <summary>A list has no items, and needs one.</summary>
    public static RefusedException Empty(string parameter) =>
        Of($"Invalid '{parameter}': empty array. Expected an array with minimum length 1, but got an empty array instead.", parameter, "empty_array");

    /// <summary>A text is empty, and may not be.</summary>
    public static RefusedException EmptyText(string parameter) =>
        Of($"Invalid '{parameter}': empty string. Expected a string with minimum length 1, but got an empty string instead.", parameter, "empty_string");

    /// <summary>A list has too many items.</summary>
    public static RefusedException Long(string parameter, int most, int length) => Of(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{parameter}': array too long. Expected an array with maximum length {most}, but got an array with length {length} instead."),
        parameter,
        "array_above_max_length");

    /// <summary>A text is too long.</summary>
    public static RefusedException LongText(string parameter, int most, int length) => Of(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{parameter}': string too long. Expected a string with maximum length {most}, but got a string with length {length} instead."),
        parameter,
        "string_above_max_length");

    /// <summary>A text has letters that it may not have.</summary>
    public static RefusedException Pattern(string parameter, string pattern) =>
        Of($"Invalid '{parameter}': string does not match pattern. Expected a string that matches the pattern '{pattern}'.", parameter, "invalid_value");

    /// <summary>Anything else.</summary>
    public static RefusedException Of(string message, string? parameter, string? code) =>
        new(new Refusal(Outcome.Invalid, RefusalCode.InvalidRequest, message) { Field = parameter, OpenAi = new OpenAiWords(message, parameter, code) });

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "an integer" : "a decimal",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "null",
    };
}
