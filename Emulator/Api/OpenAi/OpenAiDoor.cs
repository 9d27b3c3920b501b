using System.Text.Json.Serialization.Metadata;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Telemetry.Names;

namespace Emulator.Api.OpenAi;

/// <summary>Chat and text generation over HTTP, in the shape of OpenAI's API: translates, and decides nothing.</summary>
internal sealed class OpenAiDoor(Reception reception)
{
    private const string RequestIdHeader = "X-Request-Id";

    /// <summary>Maps the door's paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", context => GenerateAsync(context, Operations.Chat, BodyReader.Default.ChatBody, ChatCall.Read));
        routes.MapPost("/v1/completions", context => GenerateAsync(context, Operations.TextCompletion, BodyReader.Default.CompletionBody, CompletionCall.Read));
        routes.MapGet("/v1/models", (HttpContext context) => CheckedAsync(context, () => ModelList.WriteAsync(context.Response, reception)));
        routes.MapGet("/v1/models/{**model}", (HttpContext context, string model) => CheckedAsync(context, () =>
        {
            reception.CheckModel(model);
            return ModelList.WriteOneAsync(context.Response, reception);
        }));
        routes.MapPost("/tokenize", (HttpContext context) => KeyedAsync(context, () => Tokenizing.TokenizeAsync(context, reception)));
        routes.MapPost("/detokenize", (HttpContext context) => KeyedAsync(context, () => Tokenizing.DetokenizeAsync(context, reception)));
        new StatusPages(reception).Map(routes);
    }

    private async Task GenerateAsync<TBody>(HttpContext context, string operation, JsonTypeInfo<TBody> shape, Func<TBody, CallReader, Reception, Call> callOf)
        where TBody : GenerationBody
    {
        HttpResponse response = context.Response;
        CallOutcome? outcome = null;
        ChunkStream? stream = null;
        Task writing = Task.CompletedTask;
        int answers = 0;
        Refusal? refusal = await RequestLifetime.RunAllAsync(
            reception,
            async () =>
            {
                TBody body = await BodyReader.ReadAsync(context.Request, shape);
                Call call = callOf(body, new CallReader(reception, context.Request.Headers), reception);
                answers = call.Requests.Count;
                outcome = new CallOutcome(call, reception.Behaviour.AlwaysDetailsPromptTokens || reception.Setup.Options.EnablePromptTokensDetails);
                stream = call.Shape.Streams ? new ChunkStream(response, outcome, reception) : null;
                return call.Requests;
            },
            (answer, span) =>
            {
                if (!response.HasStarted)
                {
                    response.Headers[RequestIdHeader] = answer.CallId;
                }

                return writing = stream is not null ? stream.WriteAsync(answer, span, answers)
                    : span.IsLast && outcome!.End(answer) ? WholeReply.WriteAsync(response, outcome, reception.Setup.ServedModelName)
                    : Task.CompletedTask;
            },
            RequestOrigin.Of(operation, context.Request.Headers.TraceParent, context.Request.Headers.TraceState),
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

    // For paths that the guard of all paths lets pass.
    private Task KeyedAsync(HttpContext context, Func<Task> answer) => CheckedAsync(context, () =>
    {
        reception.CheckKey(context.Request.Headers.Authorization);
        return answer();
    });

    private async Task CheckedAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
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
        return OpenAiError.WriteAsync(context.Response, refusal, reception.Behaviour, reception.ToWall(ErrorTable.RetryAfter));
    }
}
