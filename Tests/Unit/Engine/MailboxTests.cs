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
    public void A_closed_mailbox_takes_nothing_in()
    {
        Mailbox mailbox = new(new VirtualClock());
        mailbox.Close();

        Assert.False(mailbox.Submit(new EngineRequest("x", new TokenSequence(new TokenRun(0, 10)), 5, 5)));
        Assert.Empty(mailbox.TakeUndelivered());
    }

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
