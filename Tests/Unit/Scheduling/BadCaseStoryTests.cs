using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

/// <summary>What nobody wants and anybody may cause: each is refused with a reason, or lived through.</summary>
public class BadCaseStoryTests
{
    [Fact]
    public void A_request_that_the_pool_could_hold_to_its_last_computed_token_is_taken_and_one_token_more_is_refused()
    {
        SchedulerStory story = new(blockSize: 4, kvBlocks: 3);

        // The last token sampled is never computed: 7 + 6 − 1 = 12 = 3 blocks of 4.
        Assert.True(story.Arrives("fits", prompt: 7, output: 6));
        Assert.False(story.Arrives("prompt too long", prompt: 13, output: 1));
        Assert.False(story.Arrives("answer too long", prompt: 7, output: 7));
        Assert.Equal(1, story.Waiting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void A_request_for_as_many_tokens_as_a_number_holds_is_refused(int blockSize) =>
        Assert.False(new SchedulerStory(blockSize: blockSize).Arrives("endless", prompt: 100, output: int.MaxValue));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_watermark_of_any_size_lets_nobody_in_beside_others_and_everybody_in_alone(bool reserve)
    {
        SchedulerStory story = new(new SchedulerOptions { WatermarkBlocks = int.MaxValue, BlockSize = 4, NumGpuBlocks = 50, PrefixCaching = true, ReserveFullPrompt = reserve });
        story.Arrives("a", prompt: 8, output: 3);
        story.Arrives("b", prompt: 8, output: 2, sharing: "a", shared: 8);
        story.Step("a:8");
        story.Step("a:1");
        story.Step("a:1 a!");
        story.Step("b:4");
        story.Step("b:1 b!");
    }

    [Fact]
    public void Blocks_of_any_size_hold_prompts_of_any_length()
    {
        SchedulerStory story = new(new SchedulerOptions { BlockSize = 1_500_000_000, NumGpuBlocks = 5, PrefixCaching = true, TokenBudget = int.MaxValue });
        story.Arrives("long", prompt: 2_000_000_000, output: 3);
        story.Step("long:2000000000");
        story.Steps(1, "long:1");
        story.Step("long:1 long!");
        Assert.Equal(0, story.KvBlocksUsed);
    }

    [Fact]
    public void A_pool_that_shrinks_under_running_requests_preempts_the_last_and_all_get_through()
    {
        SchedulerStory story = new(tokenBudget: 64, blockSize: 4, kvBlocks: 12);
        story.Arrives("a", prompt: 8, output: 6);
        story.Arrives("b", prompt: 8, output: 6);
        story.Arrives("c", prompt: 8, output: 6);
        story.Step("a:8 b:8 c:8");
        story.Step("a:1 b:1 c:1");

        // Three hold three blocks each, of seven: c gives way. Its 8 + 2 tokens need three blocks, and one is left.
        story.Resizes(kvBlocks: 7, "-c");
        story.Steps(3, "a:1 b:1");

        // With all 12 slots full, a's next token takes the seventh block, and b has to wait behind it.
        story.Step("a:1 -b a!");
        story.Step("b:13 c:10 b!");
        story.Steps(2, "c:1");
        story.Step("c:1 c!");
        Assert.Equal(0, story.KvBlocksUsed);
    }

    [Fact]
    public void A_pool_of_one_block_fails_who_could_never_finish_and_runs_the_others_one_by_one()
    {
        SchedulerStory story = new(tokenBudget: 64, blockSize: 4, kvBlocks: 12);
        story.Arrives("long", prompt: 20, output: 9);
        story.Arrives("short", prompt: 2, output: 3);
        story.Arrives("small", prompt: 1, output: 4);
        story.Step("long:20 short:2 small:1");

        story.Resizes(kvBlocks: 1, "-small long:failed");
        story.Step("short:1");
        story.Step("short:1 short!");
        story.Step("small:2");
        story.Step("small:1");
        story.Step("small:1 small!");
        Assert.Equal(0, story.KvBlocksUsed);
        Assert.False(story.Arrives("long again", prompt: 4, output: 2));
    }

    [Fact]
    public void A_pool_that_grows_back_admits_at_once()
    {
        SchedulerStory story = new(tokenBudget: 64, blockSize: 4, kvBlocks: 8);
        story.Arrives("a", prompt: 8, output: 8);
        story.Step("a:8");
        story.Resizes(kvBlocks: 4, "");
        story.Arrives("b", prompt: 12, output: 5);
        story.Step("a:1");
        story.Resizes(kvBlocks: 8, "");
        story.Step("a:1 b:12");
    }

    [Fact]
    public void Without_chunking_a_prompt_that_was_promised_a_place_is_cut_when_the_budget_shrinks_below_it()
    {
        SchedulerStory story = new(tokenBudget: 20, maxNumSeqs: 2, chunked: false);
        story.Arrives("first", prompt: 18);
        story.Arrives("second", prompt: 20);
        story.Step("first:18");

        story.TokenBudget = 6;
        story.Steps(4, "first:1 second:5");
        story.Step("first:1 second:1");
        Assert.False(story.Arrives("third", prompt: 7));
        Assert.True(story.Arrives("fourth", prompt: 6));
    }

    [Fact]
    public void A_budget_that_would_leave_a_running_request_out_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerStory(maxNumSeqs: 8).TokenBudget = 7);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_pool_without_a_block_to_hand_out_is_refused(int numGpuBlocks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Scheduler(new SchedulerOptions { NumGpuBlocks = 9 }).Resize(numGpuBlocks));

    [Fact]
    public void A_limit_that_would_starve_prefill_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Scheduler(new SchedulerOptions { NumGpuBlocks = 9 }).Schedule(0));
}
