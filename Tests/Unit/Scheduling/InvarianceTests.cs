using CsCheck;
using Emulator.Scheduling.Policies;
using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling;

/// <summary>What no plan depends on.</summary>
public class InvarianceTests
{
    private static readonly Gen<TrafficPlan> s_traffic = TrafficGen.Everything(TrafficGen.Options([.. PolicyCatalogue.All.Select(policy => policy.Name)]));

    [Fact]
    public void Prompts_of_other_words_that_share_as_much_are_scheduled_alike() =>
        SameAsWith(arrives => arrives with { Prompt = [.. arrives.Prompt.Select(part => part with { Seed = 3_000 - part.Seed })] });

    [Fact]
    public void Priorities_and_deadlines_matter_by_their_order_alone() =>
        SameAsWith(arrives => arrives with
        {
            Priority = (1_000 * arrives.Priority) - 7,
            DueAt = arrives.DueAt == TimeSpan.MaxValue ? arrives.DueAt : (3 * arrives.DueAt) + TimeSpan.FromDays(1),
        });

    [Fact]
    public void Cache_salts_and_tenants_are_names() =>
        SameAsWith(arrives => arrives with { Salt = arrives.Salt is null ? null : $"{arrives.Salt}, longer", Tenant = $"another {arrives.Tenant}" });

    [Fact]
    public void A_later_start_shifts_the_plans_and_changes_none() =>
        Gen.Select(s_traffic, Gen.Int[1, 20]).Sample(
            (traffic, delay) =>
            {
                SchedulerPlayer later = new(traffic with { Events = [.. traffic.Events.Select(happening => happening with { Step = happening.Step + delay })] });
                for (int step = 0; step < delay; step++)
                {
                    Assert.Empty(later.Next().Scheduled);
                }

                Assert.Null(new SchedulerPlayer(traffic).FirstDifferenceOf(later));
            },
            iter: 300);

    private static void SameAsWith(Func<Arrives, Arrives> change) =>
        s_traffic.Sample(
            traffic => Assert.Null(
                new SchedulerPlayer(traffic).FirstDifferenceOf(new SchedulerPlayer(traffic with { Events = [.. traffic.Events.Select(e => e is Arrives arrives ? change(arrives) : e)] }))),
            iter: 300);
}
