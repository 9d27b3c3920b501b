using Emulator.Engine;

namespace Tests.Unit.Engine;

public sealed class OutcomeLedgerTests
{
    [Fact]
    public void Each_outcome_has_a_count_and_a_name_of_its_own()
    {
        OutcomeLedger ledger = new();
        Outcome[] outcomes = Enum.GetValues<Outcome>();
        foreach (Outcome outcome in outcomes)
        {
            for (int i = 0; i <= (int)outcome; i++)
            {
                ledger.Receive();
                ledger.End(outcome);
            }
        }

        ledger.Receive();
        LedgerCounts counts = ledger.Read();

        Assert.Equal(outcomes.Select(outcome => (long)outcome + 1), outcomes.Select(outcome => counts[outcome]));
        Assert.Equal((22, 1), (counts.Received, counts.InFlight));
        Assert.Equal(["completed", "rejected", "timed_out", "cancelled", "failed", "invalid"], outcomes.Select(OutcomeName.Of));
    }
}
