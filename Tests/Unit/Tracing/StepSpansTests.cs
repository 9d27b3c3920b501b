using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Time;
using Emulator.Tracing;

namespace Tests.Unit.Tracing;

public class StepSpansTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 100)]
    [InlineData(0.25, 2_500)]
    [InlineData(0.3, 3_000)]
    [InlineData(1, 10_000)]
    public async Task The_asked_share_of_steps_is_drawn_evenly(double ratio, int expected)
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100"));
        await using EngineReplica replica = new(setup.Blueprint, new UnpacedClock());
        StepSpans spans = new(replica, ratio, timeScale: 1);

        long[] drawn = [.. Enumerable.Range(0, 10_000).Select(index => (long)index).Where(spans.IsSampled)];

        Assert.InRange(drawn.Length, expected - 1, expected);
        Assert.All(drawn.Zip(drawn.Skip(1), (a, b) => b - a), gap => Assert.InRange(gap, Math.Floor(1 / ratio), Math.Ceiling(1 / ratio)));
    }
}
