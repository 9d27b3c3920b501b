using System.Text.Json;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Content.Schemas;

namespace Emulator.Api.OpenAi;

/// <summary>A function that an answer calls.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The schema of its arguments.</param>
/// <param name="Place">Where in the body that schema stands.</param>
internal sealed record ToolUse(string Name, JsonElement Parameters, string Place)
{
    /// <summary>Whether the request leaves the model no choice.</summary>
    public bool IsForced { get; private init; }

    /// <summary>Whether the request asked for this one.</summary>
    public bool IsNamed { get; private init; }

    /// <summary>Whether it is one of <see cref="OldFunctions"/>, and no tool.</summary>
    public bool IsOld { get; init; }

    /// <summary>
    /// The function that the answer to a body calls; null = none. Left to itself the emulated model calls the first one, until the conversation ends with a
    /// function's result: then it answers, so that an agent's loop ends.
    /// </summary>
    /// <exception cref="Admission.RefusedException">The server calls none.</exception>
    public static ToolUse? Of(ChatBody body, bool endsWithResult, Reception reception)
    {
        ToolUse[] tools = body.Tools.ValueKind == JsonValueKind.Array ? [.. body.Tools.EnumerateArray().Select(One)] : [];
        JsonElement choice = body.ToolChoice;
        if (tools.Length == 0 || (choice.ValueKind == JsonValueKind.Null && !reception.Behaviour.HasOpenAiRequests))
        {
            return null;
        }

        string word = choice.ValueKind switch
        {
            JsonValueKind.String => choice.GetString()!,
            JsonValueKind.Object => "",
            _ => "auto",
        };
        if (word == "none" || DropsCalls(reception))
        {
            return null;
        }

        if (word == "auto")
        {
            return Auto(tools, endsWithResult, reception);
        }

        ToolUse forced = word == "required" ? tools[0].Demanded(isNamed: false) : Named(tools, choice).Demanded(isNamed: true);
        string wanted = forced.IsNamed ? $"function \"{forced.Name}\"" : "\"required\"";
        SamplingCheck.Need(MayCall(reception), null, $"tool_choice={wanted} requires --tool-call-parser to be set");
        return forced;
    }

    /// <summary>The function that stands in a body.</summary>
    /// <param name="function">Its name and the schema of its arguments.</param>
    /// <param name="place">Where that schema stands.</param>
    public static ToolUse Of(JsonElement function, string place) =>
        new(function.GetProperty("name").GetString()!, function.TryGetProperty("parameters", out JsonElement parameters) ? parameters : default, place);

    /// <summary>The same, when the request leaves the model no choice.</summary>
    /// <param name="isNamed">Whether it named this one.</param>
    public ToolUse Demanded(bool isNamed) => this with { IsForced = true, IsNamed = isNamed };

    /// <summary>Arguments that fit the function's schema, as JSON text; the same for the same seed. null = there are none, and the model is free not to call it.</summary>
    /// <exception cref="Admission.RefusedException">There are none, but the request forces the call.</exception>
    public string? Arguments(ulong seed)
    {
        if (Parameters.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return "{}";
        }

        bool fits = SchemaSample.TryOf(Parameters, seed, out string? arguments, out string? problem);
        return fits || !IsForced ? arguments : throw ErrorTable.Invalid(
            null,
            $"Grammar error: {problem}",
            new OpenAiWords($"Invalid schema for function '{Name}'. Please ensure it is a valid JSON Schema.", Place, "invalid_function_parameters"));
    }

    /// <summary>A conversation with its tools as the prompt has them: before everything else.</summary>
    public static IReadOnlyCollection<(string Role, string Content)> WithTools((string Role, string Content)[] turns, JsonElement tools) =>
        tools.ValueKind == JsonValueKind.Array ? [("system", tools.GetRawText()), .. turns] : turns;

    // vLLM has no parser without the switch, whatever its name (vllm/parser/parser_manager.py), and needs it for forced calls too.
    private static bool MayCall(Reception reception) => reception.Behaviour.CallsToolsUnasked || reception.Setup.Options.EnableAutoToolChoice;

    // Tools of gpt-oss are refused to nobody (renderers/online_renderer.py, use_harmony), but what it calls without a parser is dropped (parser/harmony.py).
    private static bool DropsCalls(Reception reception) => !MayCall(reception) && reception.Setup.Model.Name.StartsWith("gpt-oss", StringComparison.OrdinalIgnoreCase);

    private static ToolUse? Auto(ToolUse[] tools, bool endsWithResult, Reception reception)
    {
        SamplingCheck.Need(MayCall(reception), null, $"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set");
        return endsWithResult ? null : tools[0];
    }

    private static ToolUse Named(ToolUse[] tools, JsonElement choice)
    {
        string name = choice.GetProperty("function").GetProperty("name").GetString()!;
        return Array.Find(tools, tool => tool.Name == name)!;
    }

    private static ToolUse One(JsonElement tool, int index) => Of(tool.GetProperty("function"), $"tools[{index}].function.parameters");
}
