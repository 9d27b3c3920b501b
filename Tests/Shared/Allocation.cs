namespace Tests;

/// <summary>Counts what a piece of code allocates on the calling thread.</summary>
internal static class Allocation
{
    /// <summary>
    /// The fewest bytes of several runs: what a run allocates it allocates each time, while a collection that other tests cause in the
    /// middle of one hands this thread a new allocation buffer and charges it for the rest of the old one.
    /// </summary>
    public static long LeastOf(int runs, Action run)
    {
        long least = long.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
