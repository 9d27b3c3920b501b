using System.Diagnostics;
using System.Globalization;
using Emulator.Configuration.Behaviour;

namespace Emulator.Api.OpenAi;

/// <summary>Headers by which every answer shows whose server it comes from.</summary>
internal sealed class ServerHeaders(ServerBehaviour behaviour)
{
    // The only version of OpenAI's API that there is; its answers have had it since.
    private const string ApiVersion = "2020-10-01";

    /// <summary>Middleware around all paths.</summary>
    public Task AddAsync(HttpContext context, RequestDelegate handle)
    {
        long began = Stopwatch.GetTimestamp();
        context.Response.OnStarting(() =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.Server = behaviour.ServerHeader;
            if (behaviour.TellsProcessingTime)
            {
                headers["openai-version"] = ApiVersion;
                headers["openai-processing-ms"] = Stopwatch.GetElapsedTime(began).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
            }

            return Task.CompletedTask;
        });
        return handle(context);
    }
}
