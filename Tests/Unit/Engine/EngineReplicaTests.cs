using Emulator.Configuration;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Time;

namespace Tests.Unit.Engine;

public sealed class EngineReplicaTests
{
    [Fact]
    public async Task An_engine_whose_end_fails_too_still_ends_and_closes_its_streams()
    {
        using ManualResetEventSlim submitted = new();
        EngineReplica replica = new(EngineSetup.From(ServerOptions.FromPreset("seed-tp8")).Blueprint, new UnpacedClock())
        {
            StepListener = _ =>
            {
                submitted.Wait(TimeSpan.FromSeconds(20));
                throw new InvalidOperationException("first");
            },
            EndListener = _ => throw new InvalidOperationException("second"),
        };
        LiveRequest[] requests = [.. Enumerable.Range(0, 3).Select(i => new LiveRequest($"r{i}", new TokenSequence(new TokenRun((ulong)i, 100)), 10, 10, 16))];
        Assert.All(requests, request => Assert.True(replica.Submit(request)));
        submitted.Set();

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => replica.DrainAsync(TimeSpan.FromSeconds(20)).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal("first", failure.Message);
        Assert.Equal(["first", "second"], replica.Ended.Exception!.InnerExceptions.Select(inner => inner.Message));
        await Task.WhenAll(requests.Select(request => request.Over)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.All(requests, request => Assert.Equal(Outcome.Failed, request.Outcome));
        await replica.DisposeAsync();
    }
}
