using CsCheck;
using Emulator.Scheduling;
using Emulator.Scheduling.Policies;
using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling.Invariants;

public class SchedulerInvariantsTests
{
    public static TheoryData<string> Policies() => [.. PolicyCatalogue.All.Select(policy => policy.Name)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Whatever_happens_the_invariants_hold_and_everything_ends(string policy) =>
        TrafficGen.Everything(TrafficGen.Options(policy)).Sample(
            traffic =>
            {
                SchedulerPlayer player = SchedulerPlayer.Checked(traffic);
                player.ToEnd();
                Assert.All(player.Sequences.Values, sequence => Assert.Equal(SequencePlace.Ended, sequence.Place));
            },
            iter: 1_000,
            print: traffic => ShrunkCase.Write(traffic, []));

    /// <summary>Rule 8.</summary>
    [Theory]
    [MemberData(nameof(Policies))]
    public void The_same_events_give_the_same_plans(string policy) =>
        TrafficGen.Everything(TrafficGen.Options(policy)).Sample(
            traffic => Assert.Null(new SchedulerPlayer(traffic).FirstDifferenceOf(new SchedulerPlayer(traffic))),
            iter: 200);
}
