using Emulator.KvCache;
using Emulator.Scheduling;
using Emulator.Scheduling.Policies;

namespace Tests.Unit.Scheduling;

public class ScheduleAllocationTests
{
    private const int BlockSize = 16;
    private const int Running = 32;
    private const int Waiting = 300;

    public static MatrixTheoryData<string, bool, int> Cases() => new(PolicyCatalogue.All.Select(policy => policy.Name), [false, true], [4, Waiting]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_allocates_nothing_while_all_decode_and_the_front_cannot_be_admitted(string policy, bool caching, int tenants)
    {
        const int Output = 6_000;
        const int Blocks = Running * ((100 + Output) / BlockSize + 1);
        Scheduler scheduler = new(new SchedulerOptions { MaxNumSeqs = 2 * Running, NumGpuBlocks = Blocks + 1, BlockSize = BlockSize, Policy = policy, PrefixCaching = caching });
        for (int i = 0; i < Running; i++)
        {
            scheduler.Add(Request($"r{i}", i % tenants, prompt: 100, Output));
        }

        Run(scheduler, steps: 200);

        // Alone they would fit; beside the others the first of them never does, and the rest stand behind it.
        for (int i = 0; i < Waiting; i++)
        {
            scheduler.Add(Request($"w{i}", i % tenants, prompt: (Blocks - 10) * BlockSize, output: 5));
        }

        Run(scheduler, steps: 200);

        Assert.Equal(0, Allocation.LeastOf(3, () => Run(scheduler, steps: 1_000)));
        Assert.Equal((Running, Waiting), (scheduler.Running.Length, scheduler.WaitingCount));
    }

    private static Sequence Request(string id, int number, int prompt, int output) =>
        new(id, new TokenSequence(TokenRun.OfPart("shared", 40), TokenRun.OfPart(id, prompt - 40)), output, output, number % 3)
        {
            Tenant = $"tenant {number}",
            DueAt = TimeSpan.FromSeconds(1_000 - number),
        };

    private static void Run(Scheduler scheduler, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            scheduler.Complete(scheduler.Schedule());
        }
    }
}
