using System.Net;

namespace Emulator.Api;

/// <summary>Where a door listens.</summary>
/// <param name="Option">The option that sets the port.</param>
/// <param name="Address">The local address.</param>
/// <param name="Port">The port; 0 = any free one.</param>
internal readonly record struct DoorEndpoint(string Option, IPAddress Address, int Port);
