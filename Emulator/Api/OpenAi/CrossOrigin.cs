using Emulator.Configuration;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Emulator.Api.OpenAi;

/// <summary>
/// Which web pages may use the HTTP door: by default, as in vLLM, all of them. Answers as Starlette's CORSMiddleware does (<c>starlette/middleware/cors.py</c>): a browser's
/// question is answered here, whatever the path, in words where the answer is no.
/// </summary>
internal sealed class CrossOrigin
{
    private const string Any = "*";
    private const string MaxAgeSeconds = "600";
    private static readonly string[] s_methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    private static readonly string[] s_headers = ["Accept", "Accept-Language", "Content-Language", "Content-Type"];

    private readonly IReadOnlyList<string> _origins;
    private readonly IReadOnlyList<string> _methods;
    private readonly string[] _headers;
    private readonly bool _anyOrigin;
    private readonly bool _anyHeader;
    private readonly bool _withCredentials;

    /// <summary>The rules that the options give.</summary>
    public CrossOrigin(ServerOptions options)
    {
        _origins = Of(options.AllowedOrigins);
        _methods = Of(options.AllowedMethods);
        _methods = _methods.Contains(Any) ? s_methods : _methods;
        _headers = [.. Of(options.AllowedHeaders).Union(s_headers).Order(StringComparer.Ordinal)];
        _anyOrigin = _origins.Contains(Any);
        _anyHeader = _headers.Contains(Any);
        _withCredentials = options.AllowCredentials;
    }

    /// <summary>Middleware around all paths.</summary>
    public Task AnswerAsync(HttpContext context, RequestDelegate handle)
    {
        IHeaderDictionary asked = context.Request.Headers;
        if (StringValues.IsNullOrEmpty(asked.Origin))
        {
            return handle(context);
        }

        if (HttpMethods.IsOptions(context.Request.Method) && asked.ContainsKey(HeaderNames.AccessControlRequestMethod))
        {
            return AnswerQuestionAsync(asked, context.Response);
        }

        context.Response.OnStarting(() =>
        {
            Permit(asked, context.Response.Headers);
            return Task.CompletedTask;
        });
        return handle(context);
    }

    private static IReadOnlyList<string> Of(TextList? list) => list is null ? [] : [.. list];

    private Task AnswerQuestionAsync(IHeaderDictionary asked, HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        List<string> refused = [];
        bool namesOrigin = !_anyOrigin || _withCredentials;
        headers.AccessControlAllowMethods = string.Join(", ", _methods);
        headers.AccessControlMaxAge = MaxAgeSeconds;
        if (namesOrigin)
        {
            headers.Vary = HeaderNames.Origin;
        }

        if (IsAllowed(asked.Origin))
        {
            headers.AccessControlAllowOrigin = namesOrigin ? asked.Origin : Any;
        }
        else
        {
            refused.Add("origin");
        }

        if (!_methods.Contains(asked.AccessControlRequestMethod.ToString()))
        {
            refused.Add("method");
        }

        if (!AllowHeaders(asked.AccessControlRequestHeaders, headers))
        {
            refused.Add("headers");
        }

        if (_withCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        if (asked.ContainsKey("Access-Control-Request-Private-Network"))
        {
            refused.Add("private-network");
        }

        response.StatusCode = refused.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return ReplyJson.SendAsync(response, "text/plain; charset=utf-8", refused.Count == 0 ? "OK" : $"Disallowed CORS {string.Join(", ", refused)}");
    }

    // Where any header is allowed, those that were asked for are named.
    private bool AllowHeaders(StringValues asked, IHeaderDictionary headers)
    {
        if (_anyHeader)
        {
            headers.AccessControlAllowHeaders = asked;
            return true;
        }

        headers.AccessControlAllowHeaders = string.Join(", ", _headers);
        return asked.Count == 0 || asked.ToString().Split(',').All(header => _headers.Contains(header.Trim(), StringComparer.OrdinalIgnoreCase));
    }

    // Cookies are for one origin, never for any.
    private void Permit(IHeaderDictionary asked, IHeaderDictionary headers)
    {
        if (_withCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        if (_anyOrigin && !asked.ContainsKey(HeaderNames.Cookie))
        {
            headers.AccessControlAllowOrigin = Any;
        }
        else if (IsAllowed(asked.Origin))
        {
            headers.AccessControlAllowOrigin = asked.Origin;
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }
    }

    private bool IsAllowed(StringValues origin) => _anyOrigin || _origins.Contains(origin.ToString());
}
