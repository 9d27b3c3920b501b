using System.Text.Json.Nodes;
using CsCheck;
using Emulator.SchedulerCases;
using Tests.Unit.Scheduling.Traffic;

namespace Tests.Unit.Scheduling.Reference;

public class ReferenceSchedulerTests
{
    [Fact]
    public void Requests_that_come_and_leave_are_scheduled_as_the_reference_schedules_them() =>
        Compare(TrafficGen.Plain(TrafficGen.Options("fcfs", "priority")), cases: 2_000);

    [Fact]
    public void Whatever_happens_the_scheduler_does_what_the_reference_does() =>
        Compare(TrafficGen.Everything(TrafficGen.Options("fcfs", "priority")), cases: 3_000);

    /// <summary>Without this the two could agree on the same misreading.</summary>
    [Fact]
    public void The_reference_plays_the_recorded_cases()
    {
        foreach (string file in Directory.GetFiles(SharedData.PathOf("scheduler-cases"), "*.json"))
        {
            JsonNode recorded = JsonNode.Parse(File.ReadAllText(file))!;
            SchedulerCase read = CaseFile.Read(file);
            IEnumerable<JsonObject> played = new ReferencePlayer(Traffic(read)).ToEnd().Select(row => ShrunkCase.Step(row, read.ChecksBlocks));

            Assert.Equal([.. recorded["steps"]!.AsArray().Select(step => $"{read.Name} {Normal(step!)}")], played.Select(step => $"{read.Name} {Normal(step)}"));
        }
    }

    [Fact]
    public void What_a_failure_prints_is_a_case_that_can_be_replayed()
    {
        using TemporaryFolder folder = new();
        TrafficGen.Plain(TrafficGen.Options("fcfs", "priority")).Sample(
            traffic =>
            {
                // Cases have no salts.
                TrafficPlan plain = traffic with { Events = [.. traffic.Events.Select(e => e is Arrives arrives ? arrives with { Salt = null } : e)] };
                string file = folder.PathOf($"{Environment.CurrentManagedThreadId}.json");
                File.WriteAllText(file, ShrunkCase.Write(plain, new ReferencePlayer(plain).ToEnd()));

                Assert.Empty(CaseReplay.Run(CaseFile.Read(file)));
            },
            iter: 50);
    }

    private static void Compare(Gen<TrafficPlan> traffic, long cases) =>
        traffic.Sample(
            plan => Assert.Null(new ReferencePlayer(plan).FirstDifferenceOf(new SchedulerPlayer(plan))),
            iter: cases,
            print: plan => ShrunkCase.Write(plan, new ReferencePlayer(plan).ToEnd()));

    private static TrafficPlan Traffic(SchedulerCase recorded) => new(recorded.Options, [.. recorded.Events.Select(Event)]) { Steps = recorded.MaxSteps };

    private static TrafficEvent Event(CaseEvent recorded) => recorded.Added is { } added
        ? new Arrives(recorded.Step, added.Id, [.. added.Prompt.Runs.ToArray().Select(PromptPart.Of)], added.MaxTokens, added.StopAfter, added.Priority, added.Arrival)
        : new Leaves(recorded.Step, recorded.Aborted!);

    /// <summary>One spelling for all: absent lists are empty.</summary>
    private static string Normal(JsonNode step) =>
        string.Join(' ', step.AsObject().Where(field => field.Value is not JsonArray { Count: 0 }).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}{field.Value!.ToJsonString()}"));
}
