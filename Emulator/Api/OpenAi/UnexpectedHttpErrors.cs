namespace Emulator.Api.OpenAi;

/// <summary>What a handler did not expect goes to the log whole, and to the client, where nothing was written yet, as a 500 with the error object that every error has.</summary>
internal static partial class UnexpectedHttpErrors
{
    /// <summary>Middleware around all handlers.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate handle)
    {
        try
        {
            await handle(context);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogUnexpected(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnexpectedHttpErrors)), context.Request.Path, unexpected);
            context.Response.Clear();
            await OpenAiError.WriteAsync(context.Response, ErrorTable.Unexpected, TimeSpan.Zero);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Path} failed")]
    private static partial void LogUnexpected(ILogger log, PathString path, Exception unexpected);
}
