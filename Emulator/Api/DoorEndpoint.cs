using System.Net;
using System.Net.Sockets;
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

    /// <summary>The address that the option <c>host</c> names; of several that a name has, the first of IPv4.</summary>
    /// <exception cref="InvalidConfigurationException">It names none.</exception>
    public static IPAddress AddressOf(string host)
    {
        if (host == "localhost")
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(host, out IPAddress? given))
        {
            return given;
        }

        try
        {
            return Dns.GetHostAddresses(host).OrderByDescending(address => address.AddressFamily == AddressFamily.InterNetwork).First();
        }
        catch (Exception problem) when (problem is SocketException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidConfigurationException($"host is '{host}', a name without an address; allowed are IP addresses, localhost and names of hosts.", problem);
        }
    }
}
