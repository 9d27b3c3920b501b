using Emulator;
using Emulator.Scheduling;

namespace Tests.Unit.Scheduling;

public class SchedulerOptionsTests
{
    private static readonly SchedulerOptions s_right = new() { NumGpuBlocks = 100 };

    public static TheoryData<SchedulerOptions, string> Wrong() => new()
    {
        { s_right with { MaxNumSeqs = 0 }, "max-num-seqs is 0; allowed are 1 and more." },
        { s_right with { MaxNumSeqs = 64, TokenBudget = 63 }, "max-num-batched-tokens is 63, below max-num-seqs (64); allowed are 64 and more." },
        { s_right with { BlockSize = 0 }, "block-size is 0; allowed are 1 and more." },
        { s_right with { BlockSize = -16 }, "block-size is -16; allowed are 1 and more." },
        { s_right with { NumGpuBlocks = 1 }, "num-gpu-blocks is 1; allowed are 2 and more, since one block is never handed out." },
        { s_right with { LongPrefillThreshold = -1 }, "long-prefill-token-threshold is -1; allowed are 0 (off) and more." },
        {
            s_right with { LongPrefillThreshold = 9, ChunkedPrefill = false },
            "long-prefill-token-threshold is 9 while chunked prefill is off; allowed is 0, or enable chunked prefill."
        },
        { s_right with { Policy = "lifo" }, "scheduling-policy is 'lifo'; allowed are fcfs, priority, edf, fair." },
        { s_right with { WatermarkBlocks = -1 }, "watermark is -1 blocks; allowed are 0 and more." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_refused_in_one_sentence(SchedulerOptions options, string sentence)
    {
        Assert.Equal([sentence], options.Problems());
        Assert.Equal(sentence, Assert.Throws<InvalidConfigurationException>(() => new Scheduler(options)).Message);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(4, new SchedulerOptions { MaxNumSeqs = 0, TokenBudget = -1, BlockSize = 0, NumGpuBlocks = 0 }.Problems().Count());

    [Fact]
    public void The_defaults_are_right_and_so_is_the_smallest_pool() => Assert.Empty(new SchedulerOptions().Problems());
}
