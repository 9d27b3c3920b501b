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
            await OpenAiError.WriteAsync(context.Response, Reception.NoKey, reception.Behaviour, TimeSpan.Zero);
            return;
        }

        // vLLM's own words, which are no error object.
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-outcome"] = OutcomeName.Of(Outcome.Invalid);
        context.Response.Headers["x-outcome-reason"] = RefusalCode.InvalidApiKey;
        await context.Response.WriteAsync("""{"error":"Unauthorized"}""", context.RequestAborted);
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
