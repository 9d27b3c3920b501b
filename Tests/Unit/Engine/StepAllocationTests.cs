using Emulator.Configuration;
using Emulator.Engine;

namespace Tests.Unit.Engine;

public sealed class StepAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void A_decode_step_allocates_nothing(int running)
    {
        EngineLoop engine = new DecodingEngine(EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint, running).Prefilled().Loop;
        Run(engine, steps: 1_000);
        long sampled = engine.Counters.SampledTokens;

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(engine, steps: 10_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(10_000L * running, engine.Counters.SampledTokens - sampled);
    }

    private static void Run(EngineLoop engine, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            engine.RunStep(default);
        }
    }
}
