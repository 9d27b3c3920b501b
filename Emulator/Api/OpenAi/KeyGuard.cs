using Emulator.Admission;
using Emulator.Engine;
using Telemetry.Names;

namespace Emulator.Api.OpenAi;

/// <summary>Lets only those with a key through, and only to the paths that vLLM guards: whatever begins with one of <see cref="s_guarded"/>, but never <c>OPTIONS</c>.</summary>
internal sealed class KeyGuard(Reception reception)
{
    private static readonly string[] s_guarded = ["/v1", "/v2", "/inference", "/cohere"];

    /// <summary>Middleware around all paths.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate handle)
    {
        if (!IsGuarded(context.Request) || reception.HasKey(context.Request.Headers.Authorization))
        {
            await handle(context);
            return;
        }

        if (OperationOf(context.Request) is { } operation)
        {
            reception.Engine.Ledger.Receive();
            reception.EndOutside(span: null, operation, Outcome.Invalid, RefusalCode.InvalidApiKey);
        }

        if (reception.Behaviour.HasOpenAiErrors)
        {
            await OpenAiError.WriteAsync(context.Response, Reception.NoKey with { OpenAi = WordsFor(context.Request.Headers.Authorization.ToString()) }, reception.Behaviour, TimeSpan.Zero);
            return;
        }

        // vLLM's own words, which are no error object.
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Features.Set(Reception.NoKey);
        await ReplyJson.SendAsync(context.Response, """{"error":"Unauthorized"}""");
    }

    // OpenAI's API shows a key's ends.
    private static OpenAiWords WordsFor(string header)
    {
        string key = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        string shown = key.Length <= 12 ? new string('*', key.Length) : $"{key[..8]}{new string('*', Math.Min(key.Length - 12, 100))}{key[^4..]}";
        return key.Length == 0
            ? new OpenAiWords("You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).")
            : new OpenAiWords($"Incorrect API key provided: {shown}. You can find your API key at https://platform.openai.com/account/api-keys.", Code: "invalid_api_key");
    }

    private static bool IsGuarded(HttpRequest request) =>
        !HttpMethods.IsOptions(request.Method) && Array.Exists(s_guarded, prefix => request.Path.Value!.StartsWith(prefix, StringComparison.Ordinal));

    // What is counted when it gets in is counted when it does not.
    private static string? OperationOf(HttpRequest request) => !HttpMethods.IsPost(request.Method) ? null : request.Path.Value switch
    {
        "/v1/chat/completions" => Operations.Chat,
        "/v1/completions" => Operations.TextCompletion,
        _ => null,
    };
}
