using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

/// <summary>What a limit to a step's prefill does to its plan.</summary>
public sealed class PrefillLimitTests
{
    [Fact]
    public void A_prompt_is_cut_to_the_limit_and_decodes_are_not()
    {
        SchedulerStory story = new(tokenBudget: 512);
        story.Decoding("chat", context: 40);
        story.Decoding("other", context: 40);
        story.Arrives("book", prompt: 200);
        story.Step("chat:1 other:1 book:64", prefillLimit: 64);
        story.Step("chat:1 other:1 book:128", prefillLimit: 128);
        story.Step("chat:1 other:1 book:8", prefillLimit: 16);
        story.Step("chat:1 other:1 book:1", prefillLimit: 16);
    }

    [Fact]
    public void Once_the_limit_is_spent_a_prefill_is_skipped_decodes_behind_it_run_and_nobody_is_admitted()
    {
        SchedulerStory story = new(tokenBudget: 512);
        story.Arrives("first", prompt: 100);
        story.Arrives("second", prompt: 100);
        story.Step("first:100 second:20", prefillLimit: 120);
        story.Arrives("third", prompt: 30);
        story.Step("first:1 second:16", prefillLimit: 16);
        story.Step("first:1 second:64 third:16", prefillLimit: 80);
        story.Step("first:1 second:1 third:14", prefillLimit: 16);
        Assert.Equal(0, story.Waiting);
    }

    [Fact]
    public void A_running_prefill_that_finds_the_limit_spent_waits_for_the_next_step()
    {
        SchedulerStory story = new(new SchedulerOptions { TokenBudget = 512, NumGpuBlocks = 100, LongPrefillThreshold = 60 });
        story.Arrives("first", prompt: 100);
        story.Arrives("second", prompt: 100);
        story.Step("first:60 second:40", prefillLimit: 100);
        story.Step("first:16", prefillLimit: 16);
        story.Step("first:24 second:8", prefillLimit: 32);
        story.Step("first:1 second:16", prefillLimit: 16);
    }

    [Fact]
    public void The_single_last_token_of_a_prompt_counts_as_prefill()
    {
        SchedulerStory story = new(tokenBudget: 512);
        story.Arrives("book", prompt: 17);
        story.Arrives("other", prompt: 40);
        story.Step("book:16", prefillLimit: 16);
        story.Step("book:1 other:15", prefillLimit: 16);
    }

    [Fact]
    public void A_victim_gives_its_part_of_the_limit_back()
    {
        // Under the priority policy a victim may stand before the one that needs its blocks, its share planned already.
        SchedulerStory story = new(new SchedulerOptions
        {
            TokenBudget = 512,
            BlockSize = 4,
            NumGpuBlocks = 1 + 9,
            MaxNumSeqs = 8,
            LongPrefillThreshold = 8,
            Policy = "priority",
            ReserveFullPrompt = false,
        });
        story.Arrives("minor", prompt: 24, output: 4, priority: 5);
        story.Step("minor:8", prefillLimit: 16);
        story.Arrives("major", prompt: 28, output: 4, priority: 1);
        story.Arrives("late", prompt: 20, output: 4, priority: 2);
        story.Step("minor:8 major:8 late:4", prefillLimit: 20);

        // The minor one's eight tokens are planned first, then dropped; the late one gets them.
        story.Step("major:8 late:8 -minor", prefillLimit: 16);
        Assert.Equal(1, story["minor"].Preemptions);
    }

    [Fact]
    public void The_pending_decodes_are_those_of_the_next_step()
    {
        SchedulerStory story = new(tokenBudget: 512);
        story.Decoding("chat", context: 40);
        story.Decoding("other", context: 60);
        story.Arrives("book", prompt: 200);
        story.Step("chat:1 other:1 book:64", prefillLimit: 64);
        StepTotals pending = story.PendingDecodes;
        story.Step("chat:1 other:1 book:136");

        Assert.Equal((2, story.LastTotals.DecodeContext), (pending.Decodes, pending.DecodeContext));
        Assert.Equal((story.LastTotals.Decodes, 0), (pending.Decodes, pending.Chunks));
    }

    [Fact]
    public void A_limit_needs_chunked_prefill()
    {
        Scheduler whole = new(new SchedulerOptions { NumGpuBlocks = 10, ChunkedPrefill = false });

        Assert.Throws<InvalidOperationException>(() => whole.Schedule(prefillLimit: 16));
    }

    [Fact]
    public void A_limit_of_nothing_is_refused()
    {
        Scheduler scheduler = new(new SchedulerOptions { NumGpuBlocks = 10 });

        Assert.Throws<ArgumentOutOfRangeException>(() => scheduler.Schedule(prefillLimit: 0));
    }
}
