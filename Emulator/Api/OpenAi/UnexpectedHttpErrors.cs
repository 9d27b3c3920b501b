using Emulator.Admission;
using Emulator.Configuration.Behaviour;
using Emulator.Engine;
namespace Emulator.Api.OpenAi;

/// <summary>What a handler did not expect goes to the log whole, and to the client, where nothing was written yet, as a 500 with the error object that every error has. So do a path that is not there, and a method that a path has not.</summary>
internal sealed partial class UnexpectedHttpErrors(ServerBehaviour behaviour)
{
    /// <summary>Middleware around all handlers.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate handle)
    {
        try
        {
            await handle(context);
            if (!context.Response.HasStarted && WrongPlace(context) is { } refusal)
            {
                await OpenAiError.WriteAsync(context.Response, refusal, behaviour, TimeSpan.Zero);
            }
        }
        catch (IOException unreadable) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await OpenAiError.WriteAsync(context.Response, ErrorTable.RefusalOf(unreadable), behaviour, TimeSpan.Zero);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogUnexpected(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger<UnexpectedHttpErrors>(), context.Request.Path, unexpected);
            context.Response.Clear();
            await OpenAiError.WriteAsync(context.Response, ErrorTable.Unexpected, behaviour, TimeSpan.Zero);
        }
    }

    private static Refusal? WrongPlace(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Refusal(Outcome.Invalid, RefusalCode.NotFound, "Not Found")
        {
            OpenAi = new OpenAiWords($"Invalid URL ({context.Request.Method} {context.Request.Path})"),
        },
        StatusCodes.Status405MethodNotAllowed => new Refusal(Outcome.Invalid, RefusalCode.MethodNotAllowed, "Method Not Allowed")
        {
            OpenAi = new OpenAiWords(
                $"Not allowed to {context.Request.Method} on {context.Request.Path}. (HINT: Perhaps you meant to use a different HTTP method?)", Code: "method_not_supported"),
        },
        _ => null,
    };

    [LoggerMessage(1, LogLevel.Error, "{Path} failed")]
    private static partial void LogUnexpected(ILogger log, PathString path, Exception unexpected);
}
