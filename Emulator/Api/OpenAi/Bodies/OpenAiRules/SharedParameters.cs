using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>Parameters that OpenAI's API has on both paths, with the bounds of its reference.</summary>
internal static class SharedParameters
{
    /// <summary>A text of any length.</summary>
    public static Text AnyText { get; } = new();

    /// <summary>Who asks, or what belongs together: as long as the API takes it.</summary>
    public static Text Name { get; } = new(64);

    /// <summary>A truth value.</summary>
    public static Truth YesNo { get; } = new();

    /// <summary>Some of the bounds are written without end.</summary>
    public static Whole AnyWhole { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>The parameters.</summary>
    public static IReadOnlyList<Parameter> All { get; } =
    [
        new("frequency_penalty", new Real(-2, 2)),
        new("logit_bias", new MapOf(new Real(-100, 100))),
        new("n", new Whole(1, 128)),
        new("presence_penalty", new Real(-2, 2)),
        new("seed", AnyWhole),
        new("stop", new OneOf(Text.NotEmpty, new ListOf(Text.NotEmpty, "strings", Most: 4))),
        new("stream", YesNo),
        new("stream_options", new ObjectOf(new Parameter("include_usage", YesNo), new Parameter("include_obfuscation", YesNo))),
        new("temperature", new Real(0, 2)),
        new("top_p", new Real(0, 1)),
        new("user", Name),
    ];

    /// <summary>Looks at the model, before anything else, and at what goes only with something else.</summary>
    /// <exception cref="Admission.RefusedException">Something is missing.</exception>
    public static void RequireModel(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("model", out JsonElement model) || model.ValueKind == JsonValueKind.Null || (model.ValueKind == JsonValueKind.String && model.GetString()!.Length == 0))
        {
            throw OpenAiFault.Of("you must provide a model parameter", parameter: null, code: null);
        }
    }

    /// <summary>Looks at what goes only with a stream.</summary>
    /// <exception cref="Admission.RefusedException">There is none.</exception>
    public static void RequireStream(JsonElement body)
    {
        if (Has(body, "stream_options") && !IsTrue(body, "stream"))
        {
            throw OpenAiFault.Of("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", code: null);
        }
    }

    /// <summary>Whether a parameter is there, and not null.</summary>
    public static bool Has(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Whether a parameter is true.</summary>
    public static bool IsTrue(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
