using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Emulator.Api;

/// <summary>Where a door listens.</summary>
/// <param name="Option">The option that sets the port.</param>
/// <param name="Address">The local address.</param>
/// <param name="Port">The port; 0 = any free one.</param>
internal readonly record struct DoorEndpoint(string Option, IPAddress Address, int Port)
{
    /// <summary>How it is encrypted; null = not at all.</summary>
    public DoorCertificate? Certificate { get; init; }

    /// <summary>Sets what its clients are limited to; null = what the web server has by itself.</summary>
    public Action<KestrelServerLimits>? Limit { get; init; }

    /// <summary>The address that the option <c>host</c> names.</summary>
    public static IPAddress AddressOf(string host) => host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(host);
}
