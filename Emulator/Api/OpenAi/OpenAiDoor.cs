using Emulator.Admission;
using Telemetry.Names;

namespace Emulator.Api.OpenAi;

/// <summary>The HTTP door, in the shape of OpenAI's API: translates, and decides nothing.</summary>
internal sealed class OpenAiDoor(Reception reception)
{
    private const string RequestIdHeader = "X-Request-Id";

    /// <summary>Maps the door's paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", ChatAsync);
        routes.MapGet("/v1/models", (HttpContext context) => CheckedAsync(context, () => ModelList.WriteAsync(context.Response, reception)));
        routes.MapGet("/v1/models/{**model}", (HttpContext context, string model) => CheckedAsync(context, () =>
        {
            reception.CheckModel(model);
            return ModelList.WriteOneAsync(context.Response, reception);
        }));
        routes.MapGet("/health", () => Results.StatusCode(IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
    }

    private bool IsHealthy => !reception.Gate.IsDraining && !reception.Engine.Ended.IsCompleted;

    private async Task ChatAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        string model = reception.Setup.ServedModelName;
        ChatStream? stream = null;
        Task writing = Task.CompletedTask;
        Refusal? refusal = await RequestLifetime.RunAsync(
            reception,
            async () =>
            {
                reception.CheckKey(context.Request.Headers.Authorization);
                ChatRequest body = await ChatRequestReader.ReadBodyAsync(context.Request);
                stream = body.Stream == true ? new ChatStream(response, model, body.StreamOptions?.IncludeUsage ?? false) : null;
                return ChatRequestReader.Read(body, context.Request.Headers, reception);
            },
            (answer, span) =>
            {
                if (span.First == 0 || stream is null)
                {
                    response.Headers[RequestIdHeader] = answer.Request.Id;
                }

                return writing = stream is not null ? stream.WriteAsync(answer, span)
                    : span.IsLast ? ChatReply.WriteAsync(response, answer, model)
                    : Task.CompletedTask;
            },
            RequestOrigin.Of(Operations.Chat, context.Request.Headers.TraceParent, context.Request.Headers.TraceState),
            new ClientPatience(context.RequestAborted));
        if (refusal is null || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (!writing.IsCompleted)
        {
            // The client does not read, so it would not read an error either.
            context.Abort();
        }
        else if (stream is { HasBegun: true })
        {
            await stream.FailAsync(refusal);
        }
        else
        {
            await RefuseAsync(context, refusal);
        }
    }

    private async Task CheckedAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            reception.CheckKey(context.Request.Headers.Authorization);
            await answer();
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(context, refused.Refusal);
        }
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        context.Response.Headers[RequestIdHeader] = context.Request.Headers[RequestIdHeader];
        return OpenAiError.WriteAsync(context.Response, refusal, reception.ToWall(ErrorTable.RetryAfter));
    }
}
