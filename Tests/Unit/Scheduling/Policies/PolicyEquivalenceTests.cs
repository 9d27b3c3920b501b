using CsCheck;
using Emulator.Scheduling.Policies;
using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling.Policies;

/// <summary>Where requests differ in nothing that a policy looks at, every policy is fcfs: its plans, its victims, its blocks.</summary>
public class PolicyEquivalenceTests
{
    public static TheoryData<string> Others() => [.. PolicyCatalogue.All.Select(policy => policy.Name).Where(name => name != "fcfs")];

    [Theory]
    [MemberData(nameof(Others))]
    public void Among_equals_a_policy_does_as_fcfs_does(string policy) =>
        TrafficGen.Everything(TrafficGen.Options("fcfs")).Sample(
            traffic =>
            {
                TrafficPlan fcfs = traffic with { Events = [.. traffic.Events.Select(e => e is Arrives arrives ? Equal(arrives) : e)] };
                TrafficPlan other = fcfs with { Options = fcfs.Options with { Policy = policy } };

                Assert.Null(new SchedulerPlayer(fcfs).FirstDifferenceOf(new SchedulerPlayer(other)));
            },
            iter: 1_000,
            print: traffic => ShrunkCase.Write(traffic, []));

    private static Arrives Equal(Arrives arrives) => arrives with { Priority = 1, Tenant = "the only one", DueAt = TimeSpan.FromSeconds(30) };
}
