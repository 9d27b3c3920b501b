using System.Runtime.InteropServices;
using Emulator.Api;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary>One run of <c>serve</c>: from its first line to its last.</summary>
internal sealed class ServeRun : IDisposable
{
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _toldTwice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _signals;

    private ServeRun(TextWriter output, TextWriter error)
    {
        _output = output;
        _error = error;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];
    }

    /// <summary>Serves until it is told to stop; then drains.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="InvalidConfigurationException">What was asked for cannot be.</exception>
    /// <exception cref="OutputFailedException">A journal cannot be written.</exception>
    public static async Task<int> RunAsync(ReplicaList list, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using ServeRun run = new(output, error);
        await Rehearsal.RunAsync(list.Common.Options, cancellation);
        await using EmulatorFleet fleet = await EmulatorFleet.StartAsync(list, cancellation);
        await output.WriteLineAsync(Greeting.Title(list));
        for (int number = 0; number < fleet.Servers.Count; number++)
        {
            await output.WriteLineAsync(Greeting.Of(fleet.Servers[number], fleet.Servers.Count == 1 ? null : number));
        }

        await output.FlushAsync(cancellation);
        foreach (string note in fleet.Servers.Select(server => server.Setup.Warning).OfType<string>().Distinct())
        {
            await error.WriteLineAsync(note);
        }

        PaceWatch[] watches = [.. fleet.Servers.Select(server => new PaceWatch(server.Engine, server.Setup.Options.TimeScale, error))];
        try
        {
            return await run.ServeAsync(fleet, list.Common.Options.LongestDrain, cancellation);
        }
        catch (IOException problem) when (fleet.Servers.FirstOrDefault(server => server.Engine.Ended.IsFaulted)?.Setup.Options.Journal is { } path)
        {
            throw new OutputFailedException($"journal is '{path}', which cannot be written any further: {problem.Message}", problem);
        }
        finally
        {
            foreach (PaceWatch watch in watches)
            {
                await watch.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }
    }

    private async Task<int> ServeAsync(EmulatorFleet fleet, TimeSpan drainLimit, CancellationToken cancellation)
    {
        Task cancelled = Task.Delay(Timeout.Infinite, cancellation);
        Task anyLost = Task.WhenAny(fleet.Servers.Select(server => LostAsync(server, cancelled))).Unwrap();

        // A client's order ends its own server; the process ends with the last one, or when it is told to.
        Task allShutDown = fleet.Servers.Count == 1 ? fleet.Servers[0].ShutdownAsked : Task.WhenAll(fleet.Servers.Select(server => ShutDownWhenAskedAsync(server, drainLimit)));
        Task stopped = await Task.WhenAny(_told.Task, allShutDown, anyLost, cancelled);
        if (stopped != anyLost)
        {
            return await DrainAsync(fleet, drainLimit);
        }

        await anyLost;
        return ExitCode.TargetLost;
    }

    // An engine that was not told to ends only when it fails; its exception says why.
    private static async Task LostAsync(EmulatorServer server, Task never)
    {
        await server.Engine.Ended;
        await never;
    }

    private static async Task ShutDownWhenAskedAsync(EmulatorServer server, TimeSpan limit)
    {
        await server.ShutdownAsked;
        await server.DrainAsync(limit);
    }

    private async Task<int> DrainAsync(EmulatorFleet fleet, TimeSpan limit)
    {
        long inside = fleet.Servers.Sum(server => server.Engine.Ledger.InFlight);
        await _error.WriteLineAsync(FormattableString.Invariant($"draining {inside} {(inside == 1 ? "request" : "requests")} for up to {limit.TotalSeconds:0.###} s"));
        Task drained = fleet.DrainAsync(limit);
        if (await Task.WhenAny(drained, _toldTwice.Task) != drained)
        {
            return ExitCode.Interrupted;
        }

        await drained;
        await _error.WriteLineAsync("stopped");
        return ExitCode.Done;
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (!_told.TrySetResult())
        {
            _toldTwice.TrySetResult();
        }
    }
}
