using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api.Grpc;

/// <summary>What the gRPC ports take and offer, as vLLM's server has it (rust/src/server/src/lib.rs); <c>docs/reference/grpc.md</c> lists it.</summary>
internal static class GrpcLimits
{
    /// <summary>The largest message that a client may send: a prompt of ten million token ids fits.</summary>
    public const int MaxMessageBytes = 32 * 1024 * 1024;

    /// <summary>How long a connection may be silent before the server asks whether its client is still there.</summary>
    public static readonly TimeSpan KeepAliveDelay = TimeSpan.FromHours(2);

    /// <summary>How long the client may take to answer; then the connection is closed, and what runs for it is given up.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection stays open on which nobody calls: for ever, as good as. The web server would close it after two minutes.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromDays(365);

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
    public static void Apply(KestrelServerLimits limits)
    {
        limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
        limits.Http2.KeepAlivePingDelay = KeepAliveDelay;
        limits.Http2.KeepAlivePingTimeout = KeepAliveTimeout;
        limits.KeepAliveTimeout = IdleTimeout;

        // A message has its own limit, which is a little more than the web server's.
        limits.MaxRequestBodySize = null;
    }
}
