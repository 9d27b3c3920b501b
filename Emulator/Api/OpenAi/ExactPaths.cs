using Microsoft.AspNetCore.Http.Extensions;

namespace Emulator.Api.OpenAi;

/// <summary>
/// Paths as Starlette takes them (<c>starlette/routing.py</c>): letter by letter, so that no spelling gets past whoever guards one, and with a slash too many only by way
/// of the right one.
/// </summary>
/// <param name="routes">The door's paths, once all are mapped.</param>
internal sealed class ExactPaths(Func<IEnumerable<string>> routes)
{
    private const string Rest = "{**";

    private readonly Lazy<(HashSet<string> Whole, string[] Beginnings)> _known = new(() =>
    {
        string[] all = [.. routes().Distinct()];
        return ([.. all.Where(path => !path.Contains(Rest, StringComparison.Ordinal))], [.. all.Where(path => path.Contains(Rest, StringComparison.Ordinal)).Select(path => path.Split(Rest)[0])]);
    });

    /// <summary>Middleware around all handlers.</summary>
    public Task RouteAsync(HttpContext context, RequestDelegate handle)
    {
        string path = context.Request.Path.Value!;
        string trimmed = path.TrimEnd('/');
        if (_known.Value.Whole.Contains(path))
        {
            return handle(context);
        }

        if (_known.Value.Whole.Contains(trimmed))
        {
            HttpRequest request = context.Request;
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, trimmed, request.QueryString);
            return Task.CompletedTask;
        }

        if (!Array.Exists(_known.Value.Beginnings, beginning => path.StartsWith(beginning, StringComparison.Ordinal)))
        {
            context.SetEndpoint(null);
        }

        return handle(context);
    }
}
