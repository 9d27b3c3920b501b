using System.Globalization;

namespace Emulator.Api.OpenAi;

/// <summary>The small pages that probes and routers ask for; no key is needed for them, as in vLLM.</summary>
/// <param name="receptions">Who serves.</param>
/// <param name="load">What is under way.</param>
internal sealed class StatusPages(IReadOnlyList<Reception> receptions, ServerLoad load)
{
    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Health);
        routes.MapGet("/health/ready", Health);
        routes.MapMethods("/ping", ["GET", "POST"], Health);
        routes.MapGet("/version", (HttpContext context) => ReplyJson.SendAsync(context.Response, $"{{\"version\":\"{ProductVersion.Vllm}.0\"}}"));
        routes.MapGet("/load", (HttpContext context) => ReplyJson.SendAsync(context.Response, string.Create(CultureInfo.InvariantCulture, $"{{\"server_load\":{Load}}}")));
    }

    // Whoever does not track it finds 0 (vllm/entrypoints/serve/utils/api_utils.py, load_aware_call).
    private long Load => receptions[0].Setup.Options.EnableServerLoadTracking ? load.Calls : 0;

    // Whoever is left answers requests for all.
    private IResult Health() =>
        Results.StatusCode(receptions.Any(reception => !reception.Gate.IsDraining && !reception.Engine.Ended.IsCompleted) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
