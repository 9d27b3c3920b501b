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
        // More KV than the device has, so that every request decodes through all runs.
        Dictionary<string, string> changes = new() { ["num-gpu-blocks-override"] = "80000" };
        EngineLoop engine = new DecodingEngine(EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", changes)).Blueprint, running).Prefilled().Loop;
        Run(engine, steps: 1_000);
        long sampled = engine.Counters.SampledTokens;

        Assert.Equal(0, Allocation.LeastOf(3, () => Run(engine, steps: 10_000)));
        Assert.Equal(30_000L * running, engine.Counters.SampledTokens - sampled);
    }

    private static void Run(EngineLoop engine, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            engine.RunStep(default);
        }
    }
}
