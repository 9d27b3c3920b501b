using Tests.Simulation;

namespace Tests.Conformance;

/// <summary>The engine with timeouts, slow readers, vanishing clients and faults, on virtual time, under what must always hold: docs/simulation.md.</summary>
public class DeterministicSimulationTests
{
    [Fact]
    public void Ten_thousand_seeds_hold()
    {
        Campaign campaign = new();
        campaign.Run(first: 1, count: 10_000, TestContext.Current.CancellationToken);

        Assert.Equal(10_000, campaign.Seeds);
        Assert.True(campaign.Steps > 500_000, $"only {campaign.Steps} steps: the scenarios hold too little");
        Assert.True(campaign.Failed.Count == 0, string.Join('\n', campaign.Failed.Take(5).Select(failed => $"{failed.Violation}\n{failed.Command}")));
    }

    [Fact]
    public void A_seed_has_one_journal()
    {
        (World first, _) = World.Run(3, keepsJournal: true);
        (World second, _) = World.Run(3, keepsJournal: true);

        Assert.NotEmpty(first.Journal.Lines);
        Assert.Equal(first.Journal.Lines, second.Journal.Lines);
    }

    /// <summary>Scenarios that never come to a fault or an outcome would hold whatever the engine did.</summary>
    [Fact]
    public void A_few_hundred_seeds_see_every_fault_and_every_outcome()
    {
        string journals = string.Join('\n', Enumerable.Range(1, 300).SelectMany(seed => World.Run((ulong)seed, keepsJournal: true).World.Journal.Lines));

        string[] seen = ["PoolResized", "Crashed", "BudgetChanged", "CacheReset", "refused", "slow_consumer", "client_disconnected", "engine_crashed", "kv_pool_too_small", "queue", "prefill", "decode", "stop", "length", "(cached", " -c"];
        string[] missed = [.. seen.Where(what => !journals.Contains(what, StringComparison.Ordinal))];
        Assert.Equal([], missed);
    }

    [Fact]
    public void A_condition_that_does_not_hold_ends_the_run_with_its_sentence()
    {
        int used = 3;
        ViolationException violation = Assert.Throws<ViolationException>(() => Must.Hold(used == 0, $"{used} KV blocks are held"));
        Assert.Equal("3 KV blocks are held", violation.Message);
    }
}
