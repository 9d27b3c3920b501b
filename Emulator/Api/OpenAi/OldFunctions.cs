using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;

namespace Emulator.Api.OpenAi;

/// <summary>Functions as OpenAI's API had them before tools, and still has them: <c>functions</c> and <c>function_call</c>. vLLM never did, and does not look at them.</summary>
internal static class OldFunctions
{
    /// <summary>The function that the answer to a body calls; null = none. Which one is chosen as among tools (<see cref="ToolUse"/>).</summary>
    /// <param name="body">A body that OpenAI's API takes.</param>
    /// <param name="endsWithResult">Whether the conversation ends with the result of a call.</param>
    public static ToolUse? Of(ChatBody body, bool endsWithResult)
    {
        if (body.Functions.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        ToolUse[] functions = [.. body.Functions.EnumerateArray().Select(One)];
        return body.FunctionCall.ValueKind switch
        {
            JsonValueKind.Object => functions.First(function => function.Name == body.FunctionCall.GetProperty("name").GetString()).Demanded(isNamed: true),
            JsonValueKind.String when body.FunctionCall.GetString() == "none" => null,
            _ => endsWithResult ? null : functions[0],
        };
    }

    private static ToolUse One(JsonElement function, int index) => ToolUse.Of(function, $"functions[{index}].parameters") with { IsOld = true };
}
