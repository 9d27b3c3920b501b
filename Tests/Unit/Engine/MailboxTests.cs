using Emulator.Configuration;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Time;

namespace Tests.Unit.Engine;

public sealed class MailboxTests
{
    [Fact]
    public void What_comes_after_a_delivery_is_stamped_later_than_the_step_that_was_delivered_to()
    {
        VirtualClock clock = new();
        Mailbox mailbox = new(clock);
        EngineBlueprint blueprint = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint;
        EngineLoop engine = new(blueprint, clock, mailbox, new NobodyLooks());
        EngineRequest early = new("early", new TokenSequence(new TokenRun(0, 10)), 5, 5);
        EngineRequest late = new("late", new TokenSequence(new TokenRun(0, 10)), 5, 5);
        clock.WaitUntil(ModelTime.FromSeconds(3), CancellationToken.None);

        // The clock stands still: without a rule of its own, both would have the same stamp, and one of them would have missed its step.
        mailbox.Submit(early);
        mailbox.DeliverAdds(engine, clock.Now);
        mailbox.Submit(late);
        mailbox.DeliverAdds(engine, clock.Now);
        Assert.Equal(1, engine.Scheduler.WaitingCount);
        mailbox.DeliverAdds(engine, ModelTime.FromSeconds(4));

        Assert.Equal(ModelTime.FromSeconds(3), early.ReceivedAt);
        Assert.Equal(ModelTime.FromSeconds(3) + TimeSpan.FromTicks(1), late.ReceivedAt);
    }

    [Fact]
    public void An_engine_that_holds_a_request_back_is_woken_by_what_comes_first_and_by_nothing_later()
    {
        VirtualClock clock = new();
        Mailbox mailbox = new(clock);
        EngineRequest held = Request("held");
        ModelTime ready = ModelTime.FromSeconds(9);
        clock.WaitUntil(ModelTime.FromSeconds(3), CancellationToken.None);

        Assert.Equal((true, ready), Next(ready));
        mailbox.Abort(held, Outcome.Cancelled, "client_gone");
        Assert.Equal((true, ready), Next(ready));
        Assert.Equal((true, ready), Next(ModelTime.FromSeconds(20)));

        (bool, ModelTime) Next(ModelTime until) => (mailbox.WaitForNext(clock.Now, until, isPaused: false, out ModelTime next, CancellationToken.None), next);
    }

    [Fact]
    public void What_comes_after_an_engine_was_told_to_go_on_at_some_time_is_stamped_no_earlier()
    {
        // A clock that never waits stands still until the engine moves it; a client on another thread may come in between.
        Mailbox mailbox = new(new VirtualClock());
        ModelTime ready = ModelTime.FromSeconds(5);
        EngineRequest late = Request("late");
        EngineLoop engine = new(EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint, new VirtualClock(), mailbox, new NobodyLooks());

        Assert.True(mailbox.WaitForNext(ModelTime.Zero, ready, isPaused: false, out _, CancellationToken.None));
        mailbox.Submit(late);
        mailbox.DeliverAdds(engine, ready);

        Assert.Equal(ready, late.ReceivedAt);
    }

    [Fact]
    public void An_idle_engine_with_a_closed_mailbox_ends_unless_it_holds_a_request_back()
    {
        Mailbox mailbox = new(new VirtualClock());
        mailbox.Close();

        Assert.False(mailbox.WaitForNext(ModelTime.Zero, ModelTime.Never, isPaused: false, out _, CancellationToken.None));
        Assert.True(mailbox.WaitForNext(ModelTime.Zero, ModelTime.FromSeconds(1), isPaused: false, out ModelTime next, CancellationToken.None));
        Assert.Equal(ModelTime.FromSeconds(1), next);
    }

    [Fact]
    public void A_closed_mailbox_takes_nothing_in()
    {
        Mailbox mailbox = new(new VirtualClock());
        mailbox.Close();

        Assert.False(mailbox.Submit(new EngineRequest("x", new TokenSequence(new TokenRun(0, 10)), 5, 5)));
        Assert.Empty(mailbox.TakeUndelivered());
    }

    private static EngineRequest Request(string id) => new(id, new TokenSequence(new TokenRun(0, 10)), 5, 5);

    private sealed class NobodyLooks : IEngineObserver
    {
        public void StepEnded(in EngineStep step)
        {
        }

        public void RequestEnded(EngineRequest request)
        {
        }
    }
}
