using Emulator.Configuration;

namespace Emulator.Api;

/// <summary>The servers of one process: independent engines, each with ports of its own, or all of them on one HTTP port.</summary>
public sealed class EmulatorFleet : IAsyncDisposable
{
    private readonly List<EmulatorServer> _servers = [];
    private readonly bool _sharesHttp;
    private WebApplication? _http;
    private Task? _stopped;

    private EmulatorFleet(bool sharesHttp) => _sharesHttp = sharesHttp;

    /// <summary>The servers, in the order of their numbers.</summary>
    public IReadOnlyList<EmulatorServer> Servers => _servers;

    /// <summary>Starts all of them.</summary>
    /// <param name="list">What to serve, and where.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">A catalogue does not know a name, a model does not fit, or a port cannot be had.</exception>
    /// <exception cref="OutputFailedException">A journal cannot be written.</exception>
    public static async Task<EmulatorFleet> StartAsync(ReplicaList list, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        EmulatorFleet fleet = new(list.HaveOneHttpPort);
        try
        {
            for (int number = 0; number < list.Replicas.Count; number++)
            {
                fleet._servers.Add(await fleet.StartOneAsync(list.Replicas[number], list.Replicas.Count == 1 ? null : number, cancellation));
            }

            if (list.HaveOneHttpPort)
            {
                await fleet.OpenHttpAsync(list.Common.Options, cancellation);
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops all servers gently, as <see cref="EmulatorServer.DrainAsync"/> does one; then closes the port that they share.</summary>
    /// <param name="limit">How long they go on with what they have, in wall time.</param>
    /// <exception cref="IOException">An engine had ended before, because its journal could not be written.</exception>
    public Task DrainAsync(TimeSpan limit) => _stopped ??= StopAsync(limit);

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (EmulatorServer server in _servers)
        {
            await server.DisposeAsync();
        }

        await CloseHttpAsync();
    }

    private async Task StopAsync(TimeSpan limit)
    {
        try
        {
            await Task.WhenAll(_servers.Select(server => server.DrainAsync(limit)));
        }
        finally
        {
            await CloseHttpAsync();
        }
    }

    private async Task<EmulatorServer> StartOneAsync(EffectiveConfiguration configuration, int? number, CancellationToken cancellation)
    {
        try
        {
            return await EmulatorServer.StartAsync(configuration, EmulatorServer.ClockOf(configuration.Options), new ReplicaPlace(number, _sharesHttp), cancellation);
        }
        catch (InvalidConfigurationException problem) when (number is { } one)
        {
            throw ReplicaList.Numbered(one, problem);
        }
    }

    private async Task OpenHttpAsync(ServerOptions options, CancellationToken cancellation)
    {
        _http = await HttpDoor.OpenAsync(_servers, options, DoorCertificate.From(options), cancellation);
        Uri address = DoorHost.AddressOf(_http);
        _servers.ForEach(server => server.HttpAddress = address);
    }

    private async Task CloseHttpAsync()
    {
        if (Interlocked.Exchange(ref _http, null) is { } http)
        {
            using CancellationTokenSource impatience = new(EmulatorServer.PatienceWithConnections);
            await DoorHost.CloseAsync(http, impatience.Token);
        }
    }
}
