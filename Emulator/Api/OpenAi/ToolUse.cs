using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Content.Schemas;

namespace Emulator.Api.OpenAi;

/// <summary>A function that an answer calls.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The schema of its arguments.</param>
/// <param name="IsNamed">Whether the request asked for this one.</param>
internal sealed record ToolUse(string Name, JsonElement Parameters, bool IsNamed)
{
    /// <summary>Whether the request leaves the model no choice.</summary>
    public bool IsForced { get; private init; }

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
        if (word == "none")
        {
            return null;
        }

        if (word == "auto")
        {
            return Auto(tools, endsWithResult, reception);
        }

        ToolUse forced = word == "required" ? tools[0] : Named(tools, choice);
        string wanted = forced.IsNamed ? $"function \"{forced.Name}\"" : "\"required\"";
        SamplingCheck.Need(MayCall(reception), null, $"tool_choice={wanted} requires --tool-call-parser to be set");
        return forced with { IsForced = true };
    }

    /// <summary>Arguments that fit the function's schema, as JSON text; the same for the same seed. null = there are none, and the model is free not to call it.</summary>
    /// <exception cref="Admission.RefusedException">There are none, but the request forces the call.</exception>
    public string? Arguments(ulong seed)
    {
        if (Parameters.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return "{}";
        }

        bool fits = SchemaSample.TryOf(Parameters, seed, out string? arguments, out string? problem);
        SamplingCheck.Need(fits || !IsForced, null, $"Grammar error: {problem}");
        return arguments;
    }

    /// <summary>A conversation with its tools as the prompt has them: before everything else.</summary>
    public static IReadOnlyCollection<(string Role, string Content)> WithTools((string Role, string Content)[] turns, JsonElement tools) =>
        tools.ValueKind == JsonValueKind.Array ? [("system", tools.GetRawText()), .. turns] : turns;

    // vLLM has no parser without the switch, whatever its name (vllm/parser/parser_manager.py), and needs it for forced calls too.
    private static bool MayCall(Reception reception) => reception.Behaviour.CallsToolsUnasked || reception.Setup.Options.EnableAutoToolChoice;

    private static ToolUse? Auto(ToolUse[] tools, bool endsWithResult, Reception reception)
    {
        SamplingCheck.Need(MayCall(reception), null, $"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set");
        return endsWithResult ? null : tools[0];
    }

    private static ToolUse Named(ToolUse[] tools, JsonElement choice)
    {
        string name = choice.GetProperty("function").GetProperty("name").GetString()!;
        return Array.Find(tools, tool => tool.Name == name)! with { IsNamed = true };
    }

    private static ToolUse One(JsonElement tool)
    {
        JsonElement function = tool.GetProperty("function");
        return new ToolUse(function.GetProperty("name").GetString()!, function.TryGetProperty("parameters", out JsonElement parameters) ? parameters : default, IsNamed: false);
    }
}
