using Emulator.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api;

/// <summary>What one client may ask of a port: a size, a number or a time beyond which it is refused.</summary>
/// <param name="options">The server's options.</param>
internal sealed class DoorLimits(ServerOptions options)
{
    // Requests between a limit and its double get an answer in words; the web server itself answers those beyond with a bare status.
    private const int Slack = 2;

    /// <summary>Sets the limits that count for any client port.</summary>
    public void ApplyToConnections(KestrelServerLimits limits) => limits.MaxConcurrentConnections = options.MaxConnections;

    /// <summary>Sets those of the HTTP door.</summary>
    public void ApplyToHttp(KestrelServerLimits limits)
    {
        ApplyToConnections(limits);
        int headerBytes = Slack * options.H11MaxIncompleteEventSize;
        limits.MaxRequestBodySize = options.MaxRequestBodySize;
        limits.MaxRequestHeaderCount = Slack * options.H11MaxHeaderCount;
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, headerBytes);
        limits.MaxRequestHeadersTotalSize = headerBytes;
        limits.MaxRequestLineSize = headerBytes;
        limits.RequestHeadersTimeout = options.RequestHeadersTimeout;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
    }

    /// <summary>Whether a request's line and headers are more than is allowed.</summary>
    public bool IsHeaderTooLarge(HttpRequest request)
    {
        int lines = 0;
        long bytes = request.Method.Length + request.Path.Value!.Length + request.QueryString.Value!.Length;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Headers)
        {
            lines += values.Count;
            foreach (string? value in values)
            {
                bytes += name.Length + (value?.Length ?? 0);
            }
        }

        return lines > options.H11MaxHeaderCount || bytes > options.H11MaxIncompleteEventSize;
    }
}
