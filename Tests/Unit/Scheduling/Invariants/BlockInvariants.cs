using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Invariants;

/// <summary>Rules 2 and 3: who holds which blocks.</summary>
internal static class BlockInvariants
{
    public static void Check(SchedulerOptions options, Scheduler scheduler)
    {
        int[] held = new int[scheduler.Pool.Ids];
        foreach (Sequence sequence in scheduler.Running)
        {
            Assert.Equal(SequencePlace.Running, sequence.Place);
            Assert.Equal((sequence.Computed + options.BlockSize - 1) / options.BlockSize, sequence.Blocks.Count);
            foreach (int block in sequence.Blocks.Ids)
            {
                held[block]++;
            }
        }

        foreach (Sequence sequence in scheduler.Waiting())
        {
            Assert.Equal(SequencePlace.Waiting, sequence.Place);
            Assert.Equal((0, 0), (sequence.Blocks.Count, sequence.Computed));
        }

        bool[] free = new bool[scheduler.Pool.Ids];
        foreach (int block in scheduler.Pool.FreeQueue())
        {
            Assert.False(free[block], $"block {block} is in the free queue twice");
            free[block] = true;
        }

        // Blocks that a resize took out are in no table and not in the queue; all others are in one of the two.
        const int Removed = -1;
        Assert.Equal(0, held[0]);
        Assert.False(free[0]);
        int usable = 0;
        for (int block = 1; block < held.Length; block++)
        {
            int references = scheduler.Pool.References(block);
            Assert.Equal(references == Removed ? 0 : references, held[block]);
            Assert.Equal(references == 0, free[block]);
            usable += references == Removed ? 0 : 1;
        }

        Assert.Equal(usable, scheduler.Pool.Usable);
        Assert.Equal(free.Count(isFree => isFree), scheduler.Pool.Free);
        if (!scheduler.HasWork)
        {
            Assert.Equal(scheduler.Pool.Usable, scheduler.Pool.Free);
        }
    }
}
