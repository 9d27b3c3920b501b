using Emulator.Api;
using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Time;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Tests.Integration;

/// <summary>
/// Tests against a real server on loopback. Whatever a test does, at its end every server's books must balance: all that came in has ended
/// exactly once, as the test says, and nothing holds KV any more.
/// </summary>
public abstract class ServerTests : IAsyncLifetime
{
    private readonly List<(EmulatorServer Server, SteppedClock? Clock)> _servers = [];

    /// <summary>What the books must show, all servers of the test together; <see cref="LedgerCounts.Received"/> is their sum.</summary>
    internal LedgerCounts Expected { get; set; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        LedgerCounts sum = default;
        foreach ((EmulatorServer server, SteppedClock? clock) in _servers)
        {
            clock?.RunFree();
            await server.DrainAsync(TimeSpan.FromSeconds(20));
            await server.DisposeAsync();
            clock?.Dispose();
            LedgerCounts counts = server.Engine.Ledger.Read();
            Assert.Equal(0, counts.InFlight);
            Assert.Equal((0, 0, 0), (server.Engine.State.Running, server.Engine.State.Waiting, server.Engine.State.KvBlocksUsed));
            sum = Enum.GetValues<Outcome>().Aggregate(sum with { Received = sum.Received + counts.Received }, (all, outcome) => Add(all, outcome, counts[outcome]));
        }

        Assert.Equal(Expected with { Received = Enum.GetValues<Outcome>().Sum(outcome => Expected[outcome]) }, sum);
        GC.SuppressFinalize(this);
    }

    /// <summary>A server that never waits, unless <paramref name="options"/> say otherwise: "--time-scale 1" and so on.</summary>
    internal Task<EmulatorServer> StartAsync(string options = "") => StartAsync(options, clock: null);

    /// <summary>A server whose every step waits for the test.</summary>
    internal async Task<(EmulatorServer Server, SteppedClock Clock)> StartSteppedAsync(string options = "")
    {
        SteppedClock clock = new();
        return (await StartAsync(options, clock), clock);
    }

    internal async Task<EmulatorServer> StartAsync(string options, IEngineClock? clock)
    {
        EffectiveConfiguration configuration = ConfigurationOf(options);
        EmulatorServer server = clock is null ? await EmulatorServer.StartAsync(configuration) : await EmulatorServer.StartAsync(configuration, clock);
        _servers.Add((server, clock as SteppedClock));
        return server;
    }

    internal static EffectiveConfiguration ConfigurationOf(string options)
    {
        Dictionary<string, string> flags = new() { ["time-scale"] = "0", ["grpc-port"] = "0", ["http-port"] = "0", ["admin-grpc-port"] = "0", ["outcome-headers"] = "true" };
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string[] pair in words.Chunk(2))
        {
            flags[pair[0][2..]] = pair[1];
        }

        return ServerOptions.Parse(flags);
    }

    private static LedgerCounts Add(LedgerCounts counts, Outcome outcome, long times)
    {
        for (long i = 0; i < times; i++)
        {
            counts = counts.Plus(outcome);
        }

        return counts;
    }
}
