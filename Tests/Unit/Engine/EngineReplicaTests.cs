using Emulator.Configuration;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Time;

namespace Tests.Unit.Engine;

public sealed class EngineReplicaTests
{
    [Fact]
    public async Task An_engine_that_drains_runs_what_it_holds_back_to_its_end()
    {
        EngineReplica replica = new(Holding(TimeSpan.FromHours(1)), new UnpacedClock());
        LiveRequest held = new("held", new TokenSequence(new TokenRun(0, 100)), 3, 3, 16);

        Assert.True(replica.Submit(held));
        await replica.DrainAsync(TimeSpan.FromSeconds(20)).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((Outcome.Completed, TimeSpan.FromHours(1)), (held.Outcome, held.QueueTime));
        await replica.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_that_is_stopped_ends_what_it_holds_back()
    {
        EngineReplica replica = new(Holding(TimeSpan.FromHours(1)), new WallClock(timeScale: 1));
        LiveRequest held = new("held", new TokenSequence(new TokenRun(0, 100)), 3, 3, 16);

        Assert.True(replica.Submit(held));
        await replica.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((Outcome.Failed, "server_stopped", 0L), (held.Outcome, held.Reason, replica.State.Steps));
    }

    [Fact]
    public async Task A_request_that_is_given_up_while_it_is_held_back_ends_without_a_step()
    {
        // An hour by the wall clock: were the engine not woken, nothing would end here.
        EngineReplica replica = new(Holding(TimeSpan.FromHours(1)), new WallClock(timeScale: 1));
        LiveRequest held = new("held", new TokenSequence(new TokenRun(0, 100)), 3, 3, 16);

        Assert.True(replica.Submit(held));
        replica.Abort(held, Outcome.Cancelled, "client_gone");
        await held.Over.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((Outcome.Cancelled, 0L, null), (held.Outcome, replica.State.Steps, held.AdmittedAt));
        await replica.DisposeAsync();
    }

    private static EngineBlueprint Holding(TimeSpan delay) =>
        EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint with { IngestDelay = new IngestDelay(delay, TimeSpan.Zero) };

    /// <summary>Also the last token may find no room: then the answer is not whole, though the engine has computed it.</summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 9)]
    public async Task A_request_that_lost_a_token_never_completes_and_has_no_holes(int buffer, int tokens)
    {
        EngineReplica replica = new(EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint, new UnpacedClock());
        LiveRequest unread = new("unread", new TokenSequence(new TokenRun(0, 100)), tokens, tokens, buffer);

        Assert.True(replica.Submit(unread));
        await unread.Over.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((Outcome.Cancelled, "slow_consumer"), (unread.Outcome, unread.Reason));
        int read = 0;
        while (unread.Stream.TryRead(out _))
        {
            read++;
        }

        Assert.Equal(buffer, read);
        await replica.DisposeAsync();
    }

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
