using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api.Grpc;

/// <summary>What the gRPC ports take and offer; <c>docs/reference/grpc.md</c> lists it.</summary>
internal static class GrpcLimits
{
    /// <summary>The largest message that a client may send, and gRPC's own default: a prompt of a million token ids fits.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    /// <summary>How long a connection may be silent before the server asks whether its client is still there.</summary>
    public static readonly TimeSpan KeepAliveDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long the client may take to answer; then the connection is closed, and what runs for it is given up.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Calls at once on one connection. vLLM's server sets no limit, so a client never waits for one; this is one only because the web server remembers up to
    /// twice as many that were reset.
    /// </summary>
    public const int MaxStreamsPerConnection = 65_536;

    /// <summary>Applies them to the messages.</summary>
    public static void Apply(GrpcServiceOptions options)
    {
        options.MaxReceiveMessageSize = MaxMessageBytes;

        // Whole replies, to those who take it. A stream's messages are smaller than what gzip puts around them: its doors opt out.
        options.ResponseCompressionAlgorithm = "gzip";
        options.ResponseCompressionLevel = CompressionLevel.Fastest;
    }

    /// <summary>Applies them to the connections.</summary>
    public static void Apply(Http2Limits limits)
    {
        limits.MaxStreamsPerConnection = MaxStreamsPerConnection;
        limits.KeepAlivePingDelay = KeepAliveDelay;
        limits.KeepAlivePingTimeout = KeepAliveTimeout;
    }
}
