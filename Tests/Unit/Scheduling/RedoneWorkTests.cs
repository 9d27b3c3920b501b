using CsCheck;
using Emulator.Scheduling;
using Emulator.Scheduling.Policies;
using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling;

/// <summary>What a preemption throws away is computed again, all of it and nothing besides.</summary>
public class RedoneWorkTests
{
    [Fact]
    public void What_was_planned_for_a_request_is_what_it_needed_less_hits_and_what_was_thrown_away() =>
        TrafficGen.Everything(TrafficGen.Options([.. PolicyCatalogue.All.Select(policy => policy.Name)])).Sample(
            traffic =>
            {
                SchedulerPlayer player = new(traffic);
                Dictionary<string, Work> work = traffic.Arrivals.ToDictionary(arrives => arrives.Id, _ => new Work());
                while (player.Goes)
                {
                    Read(player.Next(), player, work);
                }

                foreach ((string id, Sequence sequence) in player.Sequences)
                {
                    Assert.Equal(work[id].Planned, sequence.ComputedInAll);
                    Assert.Equal(work[id].Planned, work[id].Computed - work[id].Hits + work[id].ThrownAway);
                }
            },
            iter: 1_000,
            print: traffic => ShrunkCase.Write(traffic, []));

    private static void Read(StepRow row, SchedulerPlayer player, Dictionary<string, Work> work)
    {
        foreach (string id in row.Hit.Concat(row.Preempted).Where(id => player.Sequences[id].Place != SequencePlace.Ended || row.Preempted.Contains(id)))
        {
            work[id].ThrowAway();
        }

        foreach ((string id, int tokens, int before, int? cached) in row.Scheduled)
        {
            work[id].Plan(tokens, before, cached);
        }

        // The last token sampled is never computed: nothing comes behind it.
        foreach ((string id, string reason) in row.Finished.Where(end => end.Reason != "abort"))
        {
            Assert.Equal(player.Sequences[id].Tokens - 1, work[id].Computed);
        }
    }

    private sealed class Work
    {
        public int Planned { get; private set; }

        public int Computed { get; private set; }

        public int Hits { get; private set; }

        public int ThrownAway { get; private set; }

        public void ThrowAway()
        {
            ThrownAway += Computed - Hits;
            (Computed, Hits) = (0, 0);
        }

        public void Plan(int tokens, int before, int? cached)
        {
            if (cached is { } hits)
            {
                Assert.Equal(0, Computed);
                (Computed, Hits) = (hits, hits);
            }

            Assert.Equal(Computed, before);
            Planned += tokens;
            Computed += tokens;
        }
    }
}
