using System.Runtime.InteropServices;
using Emulator.Api;
using Emulator.Configuration;
using Emulator.Hardware;

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
    /// <exception cref="OutputFailedException">The journal cannot be written.</exception>
    public static async Task<int> RunAsync(EffectiveConfiguration configuration, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using ServeRun run = new(output, error);
        await using EmulatorServer server = await EmulatorServer.StartAsync(configuration, cancellation);
        await run.GreetAsync(server);
        if (GpuCatalogue.Warning(server.Setup.Gpu) is { } warning)
        {
            await error.WriteLineAsync(warning);
        }
        else if (server.Setup.CoverageNote is { } note)
        {
            await error.WriteLineAsync(note);
        }

        await using PaceWatch watch = new(server.Engine, server.Setup.Options.TimeScale, error);
        Task stopped = await Task.WhenAny(run._told.Task, server.ShutdownAsked, server.Engine.Ended, Task.Delay(Timeout.Infinite, cancellation));
        try
        {
            return stopped == server.Engine.Ended ? await EngineLost(server) : await run.DrainAsync(server, configuration.Options.DrainTimeout);
        }
        catch (IOException problem) when (configuration.Options.Journal is { } path)
        {
            throw new OutputFailedException($"journal is '{path}', which cannot be written any further: {problem.Message}", problem);
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

    // The engine ends by itself only when it fails; its exception says why.
    private static async Task<int> EngineLost(EmulatorServer server)
    {
        await server.Engine.Ended;
        return ExitCode.TargetLost;
    }

    private async Task<int> DrainAsync(EmulatorServer server, TimeSpan limit)
    {
        long inside = server.Engine.Ledger.InFlight;
        await _error.WriteLineAsync(FormattableString.Invariant($"draining {inside} {(inside == 1 ? "request" : "requests")} for up to {limit.TotalSeconds:0.###} s"));
        Task drained = server.DrainAsync(limit);
        if (await Task.WhenAny(drained, _toldTwice.Task) != drained)
        {
            return ExitCode.Interrupted;
        }

        await drained;
        await _error.WriteLineAsync("stopped");
        return ExitCode.Done;
    }

    private async Task GreetAsync(EmulatorServer server)
    {
        EngineSetup setup = server.Setup;
        ServerOptions options = setup.Options;
        await _output.WriteLineAsync(FormattableString.Invariant($"""
            emulator {ProductVersion.Own} (follows vLLM {ProductVersion.Vllm}), preset {options.Preset}
            grpc     {server.GrpcAddress.GetLeftPart(UriPartial.Authority)}
            http     {server.HttpAddress.GetLeftPart(UriPartial.Authority)}
            control  {server.ControlAddress.GetLeftPart(UriPartial.Authority)}
            model    {setup.ServedModelName}, context {setup.Blueprint.MaxModelLength} tokens
            gpu      {options.TensorParallelSize} x {GpuCatalogue.Describe(setup.Gpu)}
            kv       {setup.KvBlocks} blocks of {options.BlockSize} tokens
            budget   {setup.Blueprint.Scheduling.TokenBudget} tokens a step, up to {options.MaxNumSeqs} requests{TargetOf(setup)}
            time     {(options.TimeScale > 0 ? $"{options.TimeScale} s of wall time a model second" : "the engine never waits")}
            """));
        if (options.Latency is not null)
        {
            await _output.WriteLineAsync($"latency  constant, {options.Show("latency")}: the GPU defines memory, not time");
        }

        if (setup.Blueprint.IngestDelay != default)
        {
            await _output.WriteLineAsync($"ingest   {options.Show("ingest-delay")} a request and {options.Show("ingest-delay-per-token")} a prompt token before the scheduler");
        }

        await _output.FlushAsync();
    }

    private static string TargetOf(EngineSetup setup) =>
        setup.Blueprint.PrefillLimit is { } limit ? $", prefill limited to steps of {Quantity.Print(limit.Target)}" : "";

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (!_told.TrySetResult())
        {
            _toldTwice.TrySetResult();
        }
    }
}
