using Emulator.KvCache;
using Emulator.Scheduling;

namespace Tests.Simulation;

/// <summary>What must hold of the KV blocks: none lost, none doubled, and every cached prefix is the prefix of whoever finds it.</summary>
internal sealed class PoolChecks(SchedulerOptions options, Scheduler scheduler, IReadOnlyDictionary<Sequence, Client> live)
{
    private const ulong NotFull = 0;

    // A victim that had been planned leaves hashes of tokens that nobody computed (a quirk that is kept): whoever finds such a block says what it holds.
    private const ulong Unsure = ulong.MaxValue;

    // What each block holds: a number for all tokens up to its end and the salt, or one of the above.
    private ulong[] _contents = [];
    private int[] _held = [];
    private bool[] _free = [];

    /// <summary>A block's count is the number of tables that contain it; it is in the free queue when that is 0, and only then.</summary>
    public void Check()
    {
        BlockPool pool = scheduler.Pool;
        Reserve(pool.Ids);
        Array.Clear(_held);
        Array.Clear(_free);
        foreach (Sequence sequence in live.Keys)
        {
            bool runs = sequence.Place == SequencePlace.Running;
            int expected = runs ? (sequence.Computed + options.BlockSize - 1) / options.BlockSize : 0;
            Must.Hold(sequence.Blocks.Count == expected, $"{sequence.Id} is {sequence.Place} with {sequence.Computed} tokens computed and holds {sequence.Blocks.Count} KV blocks");
            foreach (int block in sequence.Blocks.Ids)
            {
                _held[block]++;
            }
        }

        int free = 0;
        foreach (int block in pool.FreeQueue())
        {
            Must.Hold(!_free[block], $"KV block {block} is twice in the free queue");
            _free[block] = true;
            free++;
        }

        int present = 0;
        for (int block = 1; block < pool.Ids; block++)
        {
            int references = pool.References(block);
            present += references >= 0 ? 1 : 0;
            Must.Hold(Math.Max(0, references) == _held[block], $"KV block {block} is in {_held[block]} tables and counts {references}");
            Must.Hold(_free[block] == (references == 0), $"KV block {block} counts {references} and is {(_free[block] ? "" : "not ")}in the free queue");
        }

        Must.Hold(free == pool.Free && present == pool.Usable, $"{free} KV blocks are free of {present}, the pool says {pool.Free} of {pool.Usable}");
    }

    /// <summary>Follows what the planned shares write, and checks what they found.</summary>
    public void AfterPlan(StepPlan plan)
    {
        if (!options.PrefixCaching)
        {
            return;
        }

        if (plan.Preempted.Count > 0 && options.Policy != "fcfs")
        {
            // What the victims held is free, and may be what they were to compute in this step.
            Free(Unsure);
        }

        foreach (ref readonly StepShare share in plan.Shares)
        {
            ReadOnlySpan<int> table = share.Sequence.Blocks.Ids;
            int written = share.ComputedBefore / options.BlockSize;
            if (share.Cached > 0)
            {
                for (int i = 0; i < written; i++)
                {
                    ulong contents = Contents(share.Sequence, i);
                    Must.Hold(_contents[table[i]] == contents || _contents[table[i]] == Unsure, $"{share.Sequence.Id} found KV block {table[i]} as its block {i}, which holds something else");
                    _contents[table[i]] = contents;
                }
            }

            int full = (share.ComputedBefore + share.NewTokens) / options.BlockSize;
            for (int i = written; i < table.Length; i++)
            {
                _contents[table[i]] = i < full ? Contents(share.Sequence, i) : NotFull;
            }
        }
    }

    /// <summary>The pool is a new one.</summary>
    public void Forget() => Array.Clear(_contents);

    /// <summary>Whether some cached prefix of the sequence may be there.</summary>
    public bool MayFind(Sequence sequence) =>
        options.PrefixCaching && sequence.Tokens > options.BlockSize && (Array.IndexOf(_contents, Contents(sequence, 0)) >= 0 || Array.IndexOf(_contents, Unsure) >= 0);

    /// <summary>What free blocks held must not be found again.</summary>
    public void ForgetFree()
    {
        Reserve(scheduler.Pool.Ids);
        Free(NotFull);
    }

    private void Free(ulong contents)
    {
        foreach (int block in scheduler.Pool.FreeQueue())
        {
            _contents[block] = contents;
        }
    }

    // FNV-1a over the salt and all tokens up to the end of the block: another hash than the pool's own.
    private ulong Contents(Sequence sequence, int block)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char letter in sequence.CacheSalt ?? "")
        {
            hash = (hash ^ (letter + 0x1_0000UL)) * 1_099_511_628_211;
        }

        int left = (block + 1) * options.BlockSize;
        foreach (TokenRun run in sequence.Prompt.Runs)
        {
            Mix(run.First, Math.Min(left, run.Count), ref hash);
            left -= Math.Min(left, run.Count);
        }

        Mix(TokenRun.OfPart("out:" + sequence.Id, 1).First, left, ref hash);
        return hash is NotFull or Unsure ? 1 : hash;
    }

    private static void Mix(ulong first, int count, ref ulong hash)
    {
        for (int i = 0; i < count; i++)
        {
            hash = (hash ^ (first + (ulong)i)) * 1_099_511_628_211;
            hash ^= hash >> 29;
        }
    }

    private void Reserve(int ids)
    {
        if (_held.Length < ids)
        {
            Array.Resize(ref _contents, ids);
            _held = new int[ids];
            _free = new bool[ids];
        }
    }
}
