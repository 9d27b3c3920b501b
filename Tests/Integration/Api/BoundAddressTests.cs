using System.Net;
using System.Net.NetworkInformation;
using Emulator.Api;

namespace Tests.Integration.Api;

/// <summary>Where ports listen, as the operating system has it.</summary>
public sealed class BoundAddressTests : ServerTests
{
    [Fact]
    public async Task The_control_port_is_for_this_machine_alone_though_all_others_are_for_everybody()
    {
        EmulatorServer server = await StartAsync("--host 0.0.0.0");

        IPEndPoint[] listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

        IPAddress[] Of(Uri door) => [.. listening.Where(end => end.Port == door.Port).Select(end => end.Address)];
        Assert.Equal([IPAddress.Loopback], Of(server.ControlAddress));
        Assert.Equal([IPAddress.Any], Of(server.GrpcAddress));
        Assert.Equal([IPAddress.Any], Of(server.HttpAddress));
    }
}
