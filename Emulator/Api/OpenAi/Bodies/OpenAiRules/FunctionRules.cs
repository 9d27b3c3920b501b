using System.Text.Json;
using static Emulator.Api.OpenAi.Bodies.OpenAiRules.SharedParameters;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What OpenAI's API takes of the functions that it had before tools.</summary>
internal static class FunctionRules
{
    private static readonly ObjectOf s_function = new(
        new Parameter("name", Text.Identifier) { IsRequired = true },
        new Parameter("description", AnyText),
        new Parameter("parameters", new ObjectOf() { TakesOthers = true }));

    /// <summary>The functions.</summary>
    public static ListOf List { get; } = new(s_function, "objects", Most: 128, Least: 1);

    /// <summary>Which one is called.</summary>
    public static OneOf Choice { get; } = new(new Word("none", "auto"), new ObjectOf(new Parameter("name", AnyText) { IsRequired = true }));

    /// <summary>Refuses what does not go together.</summary>
    /// <param name="body">A body whose parameters are of the right kinds.</param>
    /// <exception cref="Admission.RefusedException">Something does not.</exception>
    public static void Require(JsonElement body)
    {
        bool hasFunctions = Has(body, "functions");
        if (hasFunctions && Has(body, "tools"))
        {
            throw OpenAiFault.Of("Invalid value for 'functions': 'functions' is not allowed when 'tools' are specified.", "functions", code: null);
        }

        if (!Has(body, "function_call"))
        {
            return;
        }

        if (!hasFunctions)
        {
            throw OpenAiFault.Of("Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.", "function_call", code: null);
        }

        JsonElement choice = body.GetProperty("function_call");
        string? name = choice.ValueKind == JsonValueKind.Object ? choice.GetProperty("name").GetString() : null;
        if (name is not null && !body.GetProperty("functions").EnumerateArray().Any(function => function.GetProperty("name").GetString() == name))
        {
            throw OpenAiFault.Of($"Invalid value for 'function_call': no function named '{name}' was specified in the 'functions' parameter.", "function_call", code: null);
        }
    }
}
