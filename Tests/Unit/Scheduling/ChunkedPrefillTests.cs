using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

public class ChunkedPrefillTests
{
    [Fact]
    public void A_long_prompt_is_cut_to_fit_beside_the_decodes()
    {
        SchedulerStory story = new(tokenBudget: 512, blockSize: 16);
        story.Decoding("chat", context: 40);
        story.Arrives("book", prompt: 1_200);
        story.Step("chat:1  book:511");
        story.Step("chat:1  book:511");
        story.Step("chat:1  book:178");
        story.Step("chat:1  book:1");
        Assert.Equal(3 + 76, story.KvBlocksUsed);
    }

    [Fact]
    public void What_no_pool_could_hold_is_refused_however_large_the_numbers() =>
        Assert.False(new Scheduler(new SchedulerOptions { BlockSize = 1, NumGpuBlocks = 100 }).Fits(int.MaxValue, int.MaxValue));

    [Fact]
    public void S3_a_prompt_of_any_length_gets_through_a_small_budget_while_others_decode()
    {
        SchedulerStory story = new(tokenBudget: 64, maxNumSeqs: 4);
        story.Decoding("chat", context: 40);
        story.Arrives("huge", prompt: 12_510);
        story.Steps(198, "chat:1 huge:63");
        story.Step($"chat:1 huge:{12_510 - (63 * 198)}");
        Assert.Equal(1, story["huge"].Outputs);
    }

    [Fact]
    public void Without_chunking_a_prompt_waits_for_a_step_with_room_for_all_of_it_and_nobody_overtakes()
    {
        SchedulerStory story = new(tokenBudget: 100, maxNumSeqs: 8, chunked: false);
        story.Arrives("first", prompt: 60);
        story.Arrives("big", prompt: 50);
        story.Arrives("small", prompt: 10);
        story.Step("first:60");
        story.Step("first:1 big:50 small:10");
    }

    [Fact]
    public void Without_chunking_a_prompt_over_the_budget_is_refused()
    {
        SchedulerStory story = new(tokenBudget: 4_096, kvBlocks: 10_000, chunked: false);
        Assert.False(story.Arrives("too long", prompt: 4_097));
        Assert.True(story.Arrives("fits", prompt: 4_096));
    }

    [Fact]
    public void The_totals_of_a_step_count_decodes_and_chunks_apart()
    {
        SchedulerStory story = new(tokenBudget: 512);
        story.Decoding("chat", context: 40);
        story.Arrives("book", prompt: 1_000);
        story.Step("chat:1 book:511");
        story.Step("chat:1 book:489");

        Assert.Equal(1, story.LastTotals.Decodes);
        Assert.Equal(42, story.LastTotals.DecodeContext);
        Assert.Equal(1, story.LastTotals.Chunks);
        Assert.Equal(489, story.LastTotals.ChunkTokens);
        Assert.Equal(511, story.LastTotals.ChunkPast);
        Assert.Equal(489L * 511, story.LastTotals.ChunkTokensTimesPast);
        Assert.Equal(1_000, story.LastTotals.LongestChunkContext);
        Assert.Equal(2, story.LastTotals.Sampling);
    }

    [Fact]
    public void When_blocks_run_out_the_last_admitted_starts_over_with_its_output_kept()
    {
        SchedulerStory story = new(tokenBudget: 64, blockSize: 4, kvBlocks: 6);
        story.Arrives("old", prompt: 8, output: 16);
        story.Arrives("young", prompt: 8, output: 8);
        story.Step("old:8 young:8");
        story.Steps(4, "old:1 young:1");
        story.Step("old:1 -young");
        Assert.Equal(5, story["young"].Outputs);
        Assert.Equal(1, story["young"].Preemptions);
        story.Steps(9, "old:1");
        story.Step("old:1 old!");
        story.Step("young:13");
        story.Step("young:1");
        story.Step("young:1 young!");
        Assert.Equal(0, story.KvBlocksUsed);
    }

    [Fact]
    public void An_abort_frees_the_blocks_before_the_next_step()
    {
        SchedulerStory story = new(tokenBudget: 64, blockSize: 4, kvBlocks: 8);
        story.Arrives("goes", prompt: 32, output: 1);
        story.Arrives("leaves", prompt: 16, output: 9);
        story.Step("goes:32 goes!");
        story.Arrives("stays", prompt: 12, output: 9);
        story.Step("leaves:16 stays:12");
        story.Leaves("leaves");
        Assert.Equal(3, story.KvBlocksUsed);
        story.Step("stays:1");
    }

    [Fact]
    public void A_shared_prefix_is_computed_once()
    {
        SchedulerStory story = new(tokenBudget: 512, blockSize: 16, caching: true);
        story.Arrives("first", prompt: 100);
        story.Step("first:100");
        story.Arrives("second", prompt: 100, sharing: "first", shared: 90);
        story.Step("first:1 second:20");
        Assert.Equal(80, story["second"].CachedTokens);
    }
}
