using CsCheck;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.CostModel;

public sealed class CoverageTests
{
    [Fact]
    public void A_step_inside_the_measurements_has_no_gap() =>
        Assert.Empty(Gaps(new PricedStep("H100", "Llama-3-70B", 8).Decodes(64, 131_072).Chunk(2_048)));

    [Fact]
    public void The_output_head_of_a_large_vocabulary_on_one_gpu_is_wider_than_any_layer_that_was_measured() =>
        Assert.Equal(["output head n 128256 (512..65536)"], Gaps(new PricedStep("H100", "Llama-3-8B", 1).Decodes(8, 8_000)));

    [Theory]
    [InlineData(64, 256, 0, 0, "decode attention context 4 (8..131072)")]
    [InlineData(4_096, 4_096_000, 0, 0, "decode attention batch 4096 (1..2048)")]
    [InlineData(0, 0, 5, 0, "prefill attention new_tokens 5 (16..16384)")]
    [InlineData(0, 0, 20_000, 0, "prefill attention new_tokens 20000 (16..16384), all-reduce bytes 327680000 (16384..268435456)")]
    [InlineData(0, 0, 40_000, 0, "linear layers m 40000 (1..32768), prefill attention new_tokens 40000 (16..16384), all-reduce bytes 655360000 (16384..268435456)")]
    [InlineData(0, 0, 512, 64, "chunks behind cached tokens")]
    public void Sizes_of_a_step_outside_the_measurements_are_named_with_value_and_range(int decodes, long context, int chunk, int past, string expected)
    {
        PricedStep step = new("H100", "Llama-3-70B", 8);
        _ = decodes > 0 ? step.Decodes(decodes, context) : step.Chunk(chunk, past);

        Assert.Equal(expected.Split(", ").Order(), Gaps(step).Where(gap => !gap.StartsWith("gather", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Of_several_chunks_the_longest_counts_if_it_is_too_long_and_the_shortest_otherwise()
    {
        Assert.Equal(
            ["prefill attention new_tokens 20000 (16..16384)", "chunks behind cached tokens"],
            Gaps(new PricedStep("H100", "Mistral-7B", 1).Chunk(7).Chunk(100, 4).Chunk(20_000)));
        Assert.Equal(["prefill attention new_tokens 7 (16..16384)"], Gaps(new PricedStep("H100", "Mistral-7B", 1).Chunk(7).Chunk(100)));
    }

    [Fact]
    public void Narrow_experts_windows_and_a_head_dimension_that_nobody_measured_are_named() => Assert.Equal(
        [
            "router n 128 (512..65536)", "output head n 100544 (512..65536)", "decode attention head_dim 64 (128)", "prefill attention head_dim 64 (128)", "windowed attention",
            "experts in mxfp4",
        ],
        Gaps(new PricedStep("H100", "gpt-oss-120b", 2, "auto").Decodes(8, 16_384)));

    [Fact]
    public void Nothing_was_measured_on_an_uncalibrated_device_so_nothing_is_named_of_it()
    {
        StepCostModel model = new PricedStep("H200", "Llama-3-70B", 8).Model;

        Assert.Null(model.Coverage);
        Assert.False(model.HasIntervals);
    }

    [Fact]
    public void A_server_is_judged_by_its_largest_steps_and_not_by_its_smallest()
    {
        StepCoverage coverage = new PricedStep("H100", "Llama-3-70B", 8).Model.Coverage!;

        Assert.Empty(coverage.AtLimits(new StepLimits(Tokens: 8_192, Sequences: 256, Context: 131_072, ChunkTokens: 8_192, Past: 0)));
        Assert.Equal(
            ["chunks behind cached tokens", "decode attention batch 4096 (1..2048)", "decode attention context 200000 (8..131072)", "prefill attention batch 4096 (1..256)"],
            coverage.AtLimits(new StepLimits(Tokens: 8_192, Sequences: 4_096, Context: 200_000, ChunkTokens: 8_192, Past: 1)).Select(gap => $"{gap}")
                .Where(gap => !gap.StartsWith("gather", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Coefficients_that_nobody_judged_are_a_gap_of_their_own()
    {
        Gpu gpu = GpuCatalogue.Find("H100");
        gpu = gpu with { Coefficients = gpu.Coefficients with { LinearFp8 = gpu.Coefficients.LinearFp8! with { Fit = null } } };
        StepCostModel model = new(gpu, ModelCatalogue.Find("Llama-3-70B"), 8, Precision.Parse("fp8", "auto"), 0, 0);

        Assert.Equal(["linear fp8 (its coefficients name no measured range)"], model.Coverage!.AtLimits(default).Select(gap => $"{gap}"));
    }

    [Fact]
    public void The_interval_holds_the_price_and_never_begins_under_the_floor() =>
        Gen.Select(Gen.Int[1, 512], Gen.Int[1, 100_000], Gen.Int[0, 8_192]).Sample((decodes, context, prefill) =>
        {
            PricedStep step = new PricedStep("L40S", "Llama-3-8B", 1).Decodes(decodes, (long)decodes * context);
            _ = prefill > 0 ? step.Chunk(prefill) : step;
            PredictionInterval interval = step.Model.IntervalOf(step.Cost, step.Totals)!.Value;

            Assert.InRange(step.Microseconds, interval.LowMicroseconds, interval.HighMicroseconds);
            Assert.True(interval.LowMicroseconds >= step.FloorMicroseconds);
        }, iter: 200);

    private static IEnumerable<string> Gaps(PricedStep step) => step.Model.Explain(step.Totals, step.Chunks).NotMeasured.Select(gap => $"{gap}");
}
