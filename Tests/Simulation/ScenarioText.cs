using System.Globalization;
using Emulator.Scheduling;

namespace Tests.Simulation;

/// <summary>A scenario's server, in a line.</summary>
internal static class ScenarioText
{
    public static string Of(Scenario scenario)
    {
        SchedulerOptions options = scenario.Options;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {scenario.Seed}: max-num-seqs {options.MaxNumSeqs}, budget {options.TokenBudget}, blocks {options.NumGpuBlocks} of {options.BlockSize}, chunked {options.ChunkedPrefill}, threshold {options.LongPrefillThreshold}, "
            + $"caching {options.PrefixCaching}, policy {options.Policy}, reserve {options.ReserveFullPrompt}, watermark {options.WatermarkBlocks}, target {scenario.Blueprint.PrefillLimit?.Target.TotalMilliseconds ?? 0} ms");
    }
}
