using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Configuration.Behaviour;
using Emulator.Content;
using Telemetry.Names;

namespace Emulator.Api.OpenAi;

/// <summary>Chat and text generation over HTTP, in the shape of OpenAI's API: translates, and decides nothing.</summary>
internal sealed class OpenAiDoor(ModelChoice choice)
{
    private readonly RefusalWriter _refusals = new(choice.All[0]);
    private readonly ServerLoad _load = new();

    /// <summary>Maps the door's paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", context => GenerateAsync(context, Operations.Chat, BodyShapes.Chat, ChatCall.Read));
        routes.MapPost("/v1/completions", context => GenerateAsync(context, Operations.TextCompletion, BodyShapes.Completion, CompletionCall.Read));
        routes.MapGet("/v1/models", (HttpContext context) => ModelList.WriteAsync(context.Response, choice.Models));
        ServerBehaviour behaviour = choice.All[0].Behaviour;
        if (behaviour.TellsOneModel)
        {
            routes.MapGet("/v1/models/{**model}", (HttpContext context, string model) => _refusals.AnswerAsync(context, () => ModelList.WriteOneAsync(context.Response, model, choice.For(model))));
        }

        if (!behaviour.HasOpenAiRequests)
        {
            routes.MapPost("/tokenize", (HttpContext context) => AnswerAsync(context, Tokenizing.TokenizeAsync));
            routes.MapPost("/detokenize", (HttpContext context) => AnswerAsync(context, Tokenizing.DetokenizeAsync));
        }

        new StatusPages(choice.All, _load).Map(routes);
        if (choice.All[0].Setup.Options.ServerDevMode)
        {
            new DevelopmentPages(choice.All).Map(routes);
        }
    }

    private async Task GenerateAsync<TBody>(HttpContext context, string operation, BodyShape<TBody> shape, Func<TBody, CallReader, Reception, Call> callOf)
        where TBody : GenerationBody
    {
        Reception reception = await choice.ForBodyAsync(context.Request);
        HttpResponse response = context.Response;
        CallOutcome? outcome = null;
        ChunkStream? stream = null;
        Task writing = Task.CompletedTask;
        int answers = 0;
        using ServerLoad.Counted counted = _load.Await();
        Refusal? refusal = await RequestLifetime.RunAllAsync(
            reception,
            async () =>
            {
                TBody body = await BodyReader.ReadAsync(context.Request, shape, reception.Behaviour);
                counted.Enter();
                Call call = BodyReader.Make(() => callOf(body, new CallReader(reception, context.Request.Headers), reception));
                answers = call.Requests.Count;
                outcome = new CallOutcome(call, reception.Behaviour.AlwaysDetailsPromptTokens || reception.Setup.Options.EnablePromptTokensDetails);
                stream = call.Shape.Streams ? new ChunkStream(response, outcome, reception) : null;
                return call.Requests;
            },
            (answer, span) =>
            {
                if (!response.HasStarted)
                {
                    RequestNames.Name(response, answer.CallId, reception);
                }

                return writing = stream is not null ? stream.WriteAsync(answer, span, answers)
                    : span.IsLast && outcome!.End(answer) ? WholeReply.WriteAsync(response, outcome, reception.Setup.ServedModelName)
                    : Task.CompletedTask;
            },
            RequestOrigin.Of(operation, context.Request.Headers.TraceParent, context.Request.Headers.TraceState),
            new ClientPatience(context.RequestAborted),
            writesAborted: true);
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
            await new RefusalWriter(reception).WriteAsync(context, refusal);
        }
    }

    private Task AnswerAsync(HttpContext context, Func<HttpContext, Reception, Task> answer) =>
        _refusals.AnswerAsync(context, async () =>
        {
            PromptTokenizer.StopWhen(context.RequestAborted);
            await answer(context, await choice.ForBodyAsync(context.Request));
        });
}
