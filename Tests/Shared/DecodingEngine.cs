using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Time;

namespace Tests;

/// <summary>An engine under the virtual clock whose requests are all there from the start and decode for as long as anyone asks.</summary>
internal sealed class DecodingEngine : IEngineIntake, IEngineObserver
{
    private const int PromptTokens = 512;

    private readonly int _requests;
    private readonly int _outputTokens;
    private int _added;

    public DecodingEngine(EngineBlueprint blueprint, int requests)
    {
        _requests = requests;
        int share = (blueprint.Scheduling.NumGpuBlocks - 1) / requests * blueprint.Scheduling.BlockSize;
        _outputTokens = Math.Min(share, blueprint.MaxModelLength) - PromptTokens;
        Loop = new EngineLoop(blueprint, new VirtualClock(), this, this) { HashesPlans = false };
    }

    public EngineLoop Loop { get; }

    /// <summary>Runs steps until every prompt is in, so that all that follow only decode.</summary>
    public DecodingEngine Prefilled()
    {
        while (Loop.Counters.SampledTokens < _requests)
        {
            Loop.RunStep(default);
        }

        return this;
    }

    public bool WaitForNext(ModelTime now, ModelTime until, bool isPaused, out ModelTime next, CancellationToken cancellation)
    {
        next = now;
        return _added < _requests;
    }

    public void DeliverAdds(EngineLoop engine, ModelTime stepStart)
    {
        for (; _added < _requests; _added++)
        {
            string id = $"r{_added}";
            engine.Add(new EngineRequest(id, new TokenSequence(TokenRun.OfPart(id, PromptTokens)), _outputTokens, _outputTokens), stepStart);
        }
    }

    public void DeliverAborts(EngineLoop engine, ModelTime stepStart)
    {
        // Nobody leaves.
    }

    public void StepEnded(in EngineStep step)
    {
        // Nobody listens: what is measured is the engine.
    }

    public void RequestEnded(EngineRequest request) => throw new InvalidOperationException($"{request.Id} ended as {request.Outcome}: fewer steps, or more KV blocks.");
}
