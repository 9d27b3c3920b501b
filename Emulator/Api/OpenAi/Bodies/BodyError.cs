using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies.OpenAiRules;
using Emulator.Api.OpenAi.Bodies.Pydantic;
using Emulator.Engine;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>
/// What vLLM tells of a body that it cannot read, before it looks at what the body asks for (<c>exception_handling/handlers/validation.py</c>, and FastAPI's
/// <c>get_request_handler</c>).
/// </summary>
internal static class BodyError
{
    // vLLM has no bound: a body of one megabyte can be answered with hundreds, which would take this server's memory from all others.
    private const int LongestText = 16 << 20;

    /// <summary>The body is no text, too deep, or has a number that Python does not read.</summary>
    public static RefusedException Unreadable => Of("There was an error parsing the body", field: null, OpenAiFault.NoJson.Refusal.OpenAi);

    /// <summary>The body is of another type than JSON.</summary>
    public static RefusedException NoJsonType => Of("1 validation error:\n  Unsupported Media Type: Only 'application/json' is allowed", field: null);

    /// <summary>There is no body, or <c>null</c>.</summary>
    public static RefusedException Missing => Of([new Fault("missing", [new PlaceStep("body")], "Field required", JsonElement.Parse("null"))], count: 1);

    /// <summary>The body is no JSON.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="position">The character from 0 at which it is.</param>
    public static RefusedException NoJson(string message, int position) =>
        Of([new Fault("json_invalid", [new PlaceStep("body"), new PlaceStep(Name: null, position)], "JSON decode error", JsonElement.Parse("{}"), $"{{'error': {PythonText.Of(message)}}}")], count: 1);

    /// <summary>The body has not the right shape.</summary>
    /// <param name="faults">All that is wrong; at least one.</param>
    public static RefusedException Of(FaultList faults) => Of(faults.Found, faults.Count);

    private static RefusedException Of(IReadOnlyList<Fault> told, int count)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{count} validation error{(count == 1 ? "" : "s")}:");
        foreach (Fault fault in told)
        {
            if (text.Length > LongestText)
            {
                break;
            }

            text.Append("\n  ");
            fault.WriteTo(text);
        }

        return Of(text.ToString(), told[0].Field);
    }

    private static RefusedException Of(string message, string? field, OpenAiWords? openAi = null) =>
        new(new Refusal(Outcome.Invalid, RefusalCode.InvalidBody, message) { Field = field, OpenAi = openAi });
}
