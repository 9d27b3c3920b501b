using Emulator.Scheduling;

namespace Tests.Unit.Scheduling.Policies;

public class DeadlineStoryTests
{
    private static readonly SchedulerOptions s_edf = new() { MaxNumSeqs = 1, TokenBudget = 8, BlockSize = 4, NumGpuBlocks = 9, Policy = "edf" };

    [Fact]
    public void The_earliest_deadline_goes_first_and_no_deadline_last()
    {
        SchedulerStory story = new(s_edf);
        story.Arrives("whenever", prompt: 8, output: 1);
        story.Arrives("in a minute", prompt: 8, output: 1, dueSeconds: 60);
        story.Arrives("now", prompt: 8, output: 1, dueSeconds: 1);
        story.Arrives("in a minute too", prompt: 8, output: 1, dueSeconds: 60);

        story.Step("now:8 now!");
        story.Step("in a minute:8 in a minute!");
        story.Step("in a minute too:8 in a minute too!");
        story.Step("whenever:8 whenever!");
    }

    [Fact]
    public void When_blocks_run_out_the_one_with_most_time_left_gives_way_wherever_it_stands()
    {
        SchedulerStory story = new(s_edf with { MaxNumSeqs = 2, TokenBudget = 16, NumGpuBlocks = 5 });
        story.Arrives("patient", prompt: 8, output: 9, dueSeconds: 90);
        story.Arrives("urgent", prompt: 8, output: 9, dueSeconds: 10);

        // Four blocks hold the two prompts; the next token of either needs a fifth.
        story.Step("urgent:8 patient:8");
        story.Step("urgent:1 -patient");
        story.Steps(6, "urgent:1");
        story.Step("urgent:1 urgent!");
        story.Step("patient:9");
    }
}
