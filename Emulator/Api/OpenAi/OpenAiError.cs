using System.Globalization;
using System.Text.Json;
using Emulator.Admission;
using Emulator.Configuration.Behaviour;

namespace Emulator.Api.OpenAi;

/// <summary>A refusal as the HTTP door shows it: an error object as vLLM or OpenAI fills it.</summary>
internal static class OpenAiError
{
    /// <summary>Answers with the error.</summary>
    /// <param name="response">A response that has not begun.</param>
    /// <param name="refusal">Why the request was not answered.</param>
    /// <param name="behaviour">Whose words are used.</param>
    /// <param name="retryAfter">Wall time after which another try is worth it, where one is.</param>
    public static Task WriteAsync(HttpResponse response, Refusal refusal, ServerBehaviour behaviour, TimeSpan retryAfter)
    {
        ErrorRow row = ErrorTable.RowOf(refusal);
        response.StatusCode = StatusOf(refusal, behaviour);
        response.HttpContext.Features.Set(refusal);
        if (row.IsWorthRetrying)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return ReplyJson.SendAsync(response, json => WriteObject(json, refusal, behaviour));
    }

    /// <summary>The object alone.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="refusal">Why the request was not answered.</param>
    /// <param name="behaviour">Whose words are used.</param>
    public static void WriteObject(Utf8JsonWriter json, Refusal refusal, ServerBehaviour behaviour)
    {
        ErrorRow row = ErrorTable.RowOf(refusal);
        json.WriteStartObject();
        json.WriteStartObject("error");
        if (behaviour.HasOpenAiErrors)
        {
            OpenAiWords words = refusal.OpenAi ?? new OpenAiWords(refusal.Message, refusal.Field, row.OpenAiCode);
            json.WriteString("message", words.Message);
            json.WriteString("type", row.OpenAiType);
            json.WriteString("param", words.Parameter);
            json.WriteString("code", words.Code);
        }
        else
        {
            json.WriteString("message", refusal.Message);
            json.WriteString("type", row.VllmType);
            json.WriteString("param", refusal.Field);
            json.WriteNumber("code", StatusOf(refusal, behaviour));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int StatusOf(Refusal refusal, ServerBehaviour behaviour) =>
        refusal.Code == RefusalCode.QueueFull ? behaviour.QueueFullStatus : ErrorTable.RowOf(refusal).Http;
}
