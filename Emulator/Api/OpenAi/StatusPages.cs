using System.Globalization;

namespace Emulator.Api.OpenAi;

/// <summary>The small pages that probes and routers ask for; no key is needed for them, as in vLLM.</summary>
internal sealed class StatusPages(IReadOnlyList<Reception> receptions)
{
    /// <summary>Maps the pages.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Health);
        routes.MapGet("/health/ready", Health);
        routes.MapMethods("/ping", ["GET", "POST"], Health);
        routes.MapGet("/version", (HttpContext context) => JsonAsync(context, $"{{\"version\":\"{ProductVersion.Vllm}.0\"}}"));
        routes.MapGet("/load", (HttpContext context) => JsonAsync(context, string.Create(CultureInfo.InvariantCulture, $"{{\"server_load\":{Load}}}")));
    }

    // Whoever does not track it finds 0 (vllm/entrypoints/serve/utils/api_utils.py, load_aware_call).
    private long Load => receptions[0].Setup.Options.EnableServerLoadTracking ? receptions.Sum(reception => reception.Engine.Ledger.InFlight) : 0;

    private IResult Health() =>
        Results.StatusCode(receptions.All(reception => !reception.Gate.IsDraining && !reception.Engine.Ended.IsCompleted) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
