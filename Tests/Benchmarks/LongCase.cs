using System.Globalization;
using System.Text;
using Emulator.KvCache;
using Emulator.SchedulerCases;
using Emulator.Scheduling;

namespace Benchmarks;

/// <summary>A scheduler case of any length, recorded from the scheduler itself.</summary>
internal static class LongCase
{
    private const int StepsPerArrival = 10;
    private const int Prompt = 300;
    private const int Output = 200;

    private static readonly SchedulerOptions s_options = new() { MaxNumSeqs = 32, TokenBudget = 256, BlockSize = 16, NumGpuBlocks = 701 };

    /// <summary>The case file.</summary>
    public static string Text(int steps, bool checksBlocks)
    {
        StringBuilder events = new();
        StringBuilder expected = new();
        StepText text = new();
        Scheduler scheduler = new(s_options);
        for (int step = 0; step < steps; step++)
        {
            if (step % StepsPerArrival == 0)
            {
                int number = step / StepsPerArrival;
                scheduler.Add(new Sequence($"r{number}", new TokenSequence(new TokenRun((ulong)number * 100_000, Prompt)), Output, int.MaxValue));
                events.Append(number > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{{\"step\":{step},\"add\":\"r{number}\",\"prompt\":[{{\"seed\":{number},\"count\":{Prompt}}}],\"max_tokens\":{Output}}}");
            }

            StepPlan plan = scheduler.Schedule();
            expected.Append(step > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{{\"scheduled\":{text.Shares(plan.Shares)}");
            if (checksBlocks)
            {
                expected.Append(CultureInfo.InvariantCulture, $",\"tables\":{text.Tables(plan.Shares)}");
            }

            int free = scheduler.Pool.Free;
            scheduler.Complete(plan);
            expected.Append(CultureInfo.InvariantCulture, $",\"sampled\":{text.Ids(plan.Sampled)},\"finished\":{text.Pairs(plan.Finished.Select(end => (end.Sequence.Id, "length")))}")
                .Append(CultureInfo.InvariantCulture, $",\"running\":{scheduler.Running.Length},\"waiting\":{scheduler.WaitingCount},\"free\":[{free},{scheduler.Pool.Free}]");
            expected.Append(checksBlocks ? $",\"free_queue\":{text.Numbers(scheduler.Pool.FreeQueue())}}}" : "}");
        }

        return $$"""
            {"name":"long","config":{"max_num_seqs":{{s_options.MaxNumSeqs}},"token_budget":{{s_options.TokenBudget}},"block_size":{{s_options.BlockSize}},"num_gpu_blocks":{{s_options.NumGpuBlocks}},"chunked_prefill":true,
            "long_prefill_threshold":0,"prefix_caching":false,"policy":"fcfs","reserve_full_prompt":true,"watermark_blocks":0},
            "check_blocks":{{(checksBlocks ? "true" : "false")}},"max_steps":{{steps}},"events":[{{events}}],"steps":[{{expected}}]}
            """;
    }
}
