using Emulator.KvCache;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>Schedulers with many requests inside.</summary>
internal static class Crowd
{
    /// <summary>A prompt of four full blocks, of which the last is always computed.</summary>
    public const int SharedPrompt = 4 * BlockSize;

    private const int BlockSize = 16;
    private const int PromptTokens = 100;

    /// <summary>So many decode, with room for <paramref name="steps"/> more steps, and nobody else may run.</summary>
    public static Scheduler Decoding(int running, int waiting, int steps)
    {
        Scheduler scheduler = new(Options(running, steps));
        Decode(scheduler, running, steps);
        Wait(scheduler, waiting);
        return scheduler;
    }

    /// <summary>255 decode beside a prompt that takes a chunk in each of <paramref name="steps"/> steps; 1,000 wait.</summary>
    public static Scheduler BesideABook(string policy, int chunk, int steps)
    {
        SchedulerOptions options = Options(256, steps);
        Scheduler scheduler = new(options with
        {
            Policy = policy,
            PrefixCaching = true,
            LongPrefillThreshold = chunk,
            NumGpuBlocks = options.NumGpuBlocks + (chunk * (steps + 10) / BlockSize),
        });
        Decode(scheduler, 255, steps);
        scheduler.Add(Request("book", "book", chunk * (steps + 5), output: 1));
        Wait(scheduler, 1_000);
        Step(scheduler, 1);
        return scheduler;
    }

    /// <summary>Nobody runs; a prompt of <paramref name="tokens"/> tokens is in the cache.</summary>
    public static Scheduler WithCachedPrompt(int tokens)
    {
        Scheduler scheduler = new(Options(256, steps: 1) with { PrefixCaching = true });
        scheduler.Add(Request("first", "cached", tokens, output: 1));
        Step(scheduler, 2);
        return scheduler;
    }

    /// <summary>256 decode; in front of the queue stands a prompt that begins with <paramref name="cached"/> tokens of the cache and goes on for more than there are blocks free.</summary>
    public static Scheduler BesideABlockedPrompt(int cached, int steps)
    {
        SchedulerOptions options = Options(257, steps) with { PrefixCaching = true };
        Scheduler scheduler = new(options);
        scheduler.Add(Request("first", "cached", cached, output: 1));
        Step(scheduler, 2);
        Decode(scheduler, 256, steps);
        int tail = (scheduler.Pool.Free * BlockSize) - cached + BlockSize;
        TokenSequence prompt = new(TokenRun.OfPart("cached", cached), TokenRun.OfPart("tail", tail));
        scheduler.Add(new Sequence("blocked", prompt, maxTokens: 1, stopAfter: 1));
        Step(scheduler, 1);
        return scheduler;
    }

    /// <summary>256 decode and 1,000 wait, of so many tenants. A request that ends leaves one of <paramref name="spare"/> further places to the next.</summary>
    public static Scheduler OfTenants(int tenants, int spare, int steps)
    {
        Scheduler scheduler = new(Options(256 + spare, steps) with { Policy = "fair" });
        Decode(scheduler, 256, steps, tenants);
        Wait(scheduler, 1_000, tenants);
        return scheduler;
    }

    /// <summary>Nobody runs. There are just the blocks for <paramref name="requests"/> requests at once whose prompts are all of <see cref="SharedPrompt"/>: three that they share, and one of the same content each.</summary>
    public static Scheduler OfOnePrompt(int requests) => new(new SchedulerOptions
    {
        MaxNumSeqs = requests,
        TokenBudget = SharedPrompt * requests,
        BlockSize = BlockSize,
        NumGpuBlocks = requests + 5,
        PrefixCaching = true,
    });

    /// <summary>A request of 100 tokens for one answer.</summary>
    public static Sequence Short(int number, int tenants) => Request($"s{number}", $"s{number}", PromptTokens, output: 1, Tenant(number, tenants));

    /// <summary>A request whose prompt is the start of the part of that name.</summary>
    public static Sequence Request(string id, string part, int prompt, int output, string? tenant = null) =>
        new(id, new TokenSequence(TokenRun.OfPart(part, prompt)), output, output) { Tenant = tenant ?? $"t{id.Length}" };

    /// <summary>Runs steps.</summary>
    /// <returns>Tokens computed.</returns>
    public static long Step(Scheduler scheduler, int steps)
    {
        long tokens = 0;
        for (int step = 0; step < steps; step++)
        {
            StepPlan plan = scheduler.Schedule();
            tokens += plan.Totals.Tokens;
            scheduler.Complete(plan);
        }

        return tokens;
    }

    private static SchedulerOptions Options(int running, int steps) => new()
    {
        MaxNumSeqs = running,
        BlockSize = BlockSize,
        NumGpuBlocks = (running * (((PromptTokens + steps) / BlockSize) + 3)) + 1_000,
    };

    private static string? Tenant(int number, int? tenants) => tenants is { } count ? $"tenant {number % count}" : null;

    private static void Decode(Scheduler scheduler, int requests, int steps, int? tenants = null)
    {
        for (int i = 0; i < requests; i++)
        {
            scheduler.Add(Request($"r{i}", $"r{i}", PromptTokens, output: steps + 30, Tenant(i, tenants)));
        }

        while (scheduler.WaitingCount > 0)
        {
            Step(scheduler, 1);
        }

        Step(scheduler, 1);
    }

    private static void Wait(Scheduler scheduler, int requests, int? tenants = null)
    {
        for (int i = 0; i < requests; i++)
        {
            scheduler.Add(Request($"w{i}", $"w{i}", PromptTokens, output: 100, Tenant(i, tenants)));
        }
    }
}
