using System.Diagnostics;
using Emulator.Configuration;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Time;
using Emulator.Tracing;
using Telemetry.Names;

namespace Tests.Integration.Telemetry;

/// <summary>An unpaced engine with all its telemetry, which holds at the end of its first step until it is told to go on: what is submitted meanwhile is there in the second.</summary>
internal sealed class TracedEngine : IAsyncDisposable
{
    public const string Model = "Llama-3.1-8B";

    private readonly TaskCompletionSource _firstStepEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly RequestSpans _requestSpans = new(Model, RequestSpans.Source);
    private ulong _submitted;

    public TracedEngine(double stepRatio = 1, params (string Name, string Value)[] options)
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", options.ToDictionary(option => option.Name, option => option.Value)));
        Replica = new EngineReplica(setup.Blueprint, new UnpacedClock());
        Steps = new StepSpans(Replica, stepRatio, timeScale: 0);
        Metrics = new EngineMetrics(Replica, Model, setup.Gpu, setup.Options.TensorParallelSize);
        Replica.StepListener += Steps.StepEnded;
        Replica.StepListener += Metrics.StepEnded;
        Replica.StepListener += step =>
        {
            LastStep = step;
            if (step.Index == 0)
            {
                _firstStepEnded.SetResult();
                _mayGoOn.Wait();
            }
        };
        Replica.EndListener += Metrics.RequestEnded;
    }

    public EngineReplica Replica { get; }

    public StepSpans Steps { get; }

    public EngineMetrics Metrics { get; }

    public EngineStep LastStep { get; private set; }

    public Task FirstStepEnded => _firstStepEnded.Task;

    public void GoOn() => _mayGoOn.Set();

    public LiveRequest Submit(string id, int prompt, int outputs, TimeSpan? timeout = null, ActivityContext caller = default)
    {
        TokenSequence tokens = new(new TokenRun(++_submitted << 32, prompt));
        LiveRequest request = new(id, tokens, outputs, outputs, streamBufferTokens: outputs, timeout)
        {
            Operation = Operations.Chat,
            Span = _requestSpans.Begin(Operations.Chat, Model, caller),
        };
        Replica.Ledger.Receive();
        Assert.True(Replica.Submit(request));
        return request;
    }

    /// <summary>What a door does: reads the tokens, and ends the span when the request has ended.</summary>
    public static async Task FinishAsync(params LiveRequest[] requests)
    {
        foreach (LiveRequest request in requests)
        {
            await foreach (TokenBatch unused in request.Stream.ReadAllAsync())
            {
            }

            RequestSpans.End(request);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await Replica.DisposeAsync();
        Metrics.Dispose();
        _mayGoOn.Dispose();
    }
}
