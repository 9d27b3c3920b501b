using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

/// <summary>Single terms, worked out by an independent calculation of the same formulas.</summary>
public sealed class WorkedPartTests
{
    private static readonly Gpu H100 = GpuCatalogue.Find("H100");
    private static readonly Gpu A100 = GpuCatalogue.Find("A100");

    [Theory]
    [InlineData(64, 8_192, 8_192, 51.127)]
    [InlineData(32, 10_240 / 8, 8_192, 12.360)]
    [InlineData(32, 8_192, 1_024, 9.2922)]
    [InlineData(32, 2 * 28_672 / 8, 8_192, 45.084)]
    [InlineData(32, 8_192, 28_672 / 8, 24.107)]
    [InlineData(2_048, 6_144, 4_096, 134.11)]
    [InlineData(2_048, 4_096, 4_096, 90.840)]
    [InlineData(2_048, 2 * 14_336, 4_096, 610.24)]
    [InlineData(2_048, 4_096, 14_336, 309.59)]
    [InlineData(16, 8, 4_096, 4.1964)]
    public void A_matrix_multiplication_in_bf16_on_H100(int rows, int outputs, int inputs, double microseconds) =>
        Near.Equal(microseconds, Linear.Bf16(H100).Microseconds(rows, outputs, inputs));

    [Fact]
    public void Rows_of_one_tile_compute_the_same()
    {
        // 4,096 rows are compute bound; up to the next tile only a few bytes are added.
        Linear linear = Linear.Bf16(H100);
        Near.Equal(linear.Microseconds(4_033, 8_192, 8_192), linear.Microseconds(4_096, 8_192, 8_192), 1e-3);
        Assert.True(linear.Microseconds(4_097, 8_192, 8_192) > 1.01 * linear.Microseconds(4_096, 8_192, 8_192));
    }

    [Fact]
    public void Decode_attention_of_one_70B_layer() =>
        Near.Equal(21.179, new DecodeAttention(H100, kvBytes: 2, queryHeads: 8, kvHeads: 1, headDim: 128).Microseconds(32, 65_536));

    [Fact]
    public void Prefill_attention_of_one_8B_layer()
    {
        StepTotals totals = default;
        totals.AddChunk(2_048, 0, finishes: true);
        Near.Equal(80.082, new PrefillAttention(H100, kvBytes: 2, queryHeads: 32, kvHeads: 8, headDim: 128).Microseconds(totals));
    }

    [Fact]
    public void A_window_wider_than_every_context_changes_nothing()
    {
        PrefillAttention attention = new(H100, kvBytes: 2, queryHeads: 32, kvHeads: 8, headDim: 128);
        PrefillChunk[] chunks = [new(512, 1_024), new(100, 0), new(1, 300)];
        Near.Equal(attention.Microseconds(SumOf(chunks)), attention.WindowedMicroseconds(chunks, 2_000), 1e-12);
    }

    [Fact]
    public void A_window_cuts_area_bytes_and_longest_context()
    {
        // By hand, one chunk: 512 tokens behind 4,096, a window of 128, H100's coefficients (10.2, 0.758, 0.95, 727, 3.21), 8 and 1 heads of 64.
        double area = 512 * (128 + 727.0);
        double compute = 4 * 512 * area / (989.4e12 * 0.758) * 1e6;
        double memory = ((4 * 512 * (512 + 64.0)) + (2 * 128 * 64 * 2.0)) / (3.35e12 * 0.95) * 1e6;
        double expected = 10.2 + (3.21 * 640 / 1024) + Math.Sqrt((compute * compute) + (memory * memory));
        PrefillAttention attention = new(H100, kvBytes: 2, queryHeads: 8, kvHeads: 1, headDim: 64);
        Near.Equal(expected, attention.WindowedMicroseconds([new PrefillChunk(512, 4_096)], 128), 1e-12);
    }

    [Fact]
    public void An_all_reduce_of_one_MiB_over_eight_H100() => Near.Equal(14.751, new AllReduce(H100, 8).Microseconds(1 << 20));

    [Fact]
    public void An_all_reduce_of_64_KiB_over_two_A100() => Near.Equal(5.3756, new AllReduce(A100, 2).Microseconds(1 << 16));

    [Fact]
    public void An_all_reduce_of_one_step_of_the_70B_model() => Near.Equal(10.919, new AllReduce(H100, 8).Microseconds(2 * 32 * 8_192));

    [Fact]
    public void Twice_the_link_carries_twice_the_bytes_in_the_same_time() =>
        Near.Equal(
            new AllReduce(H100, 8).Microseconds(1 << 20),
            new AllReduce(GpuCatalogue.Find("B200"), 8).Microseconds(2 << 20),
            1e-12);

    [Fact]
    public void One_norm_with_its_residual() => Near.Equal(3.3285, new Elementwise(H100).Microseconds(8 * 32 * 8_192));

    [Fact]
    public void The_experts_of_one_Mixtral_layer() => Near.Equal(493.29, new MixtureOfExperts(H100, 2, null, 4_096, 14_336 / 2, 8, 2).Microseconds(16));

    [Fact]
    public void The_mxfp4_experts_of_one_gpt_oss_layer() => Near.Equal(95.010, new MixtureOfExperts(H100, 2, 4.25, 2_880, 2_880 / 2, 128, 4).Microseconds(8));

    [Fact]
    public void Distinct_experts_are_never_more_than_visits_or_experts()
    {
        MixtureOfExperts experts = new(H100, 2, null, 4_096, 14_336, 8, 2);
        Assert.Equal(8 * (1 - Math.Pow(0.75, 0.887)), experts.DistinctExperts(1), 1e-12);
        Assert.Equal(8, experts.DistinctExperts(1_000), 1e-9);
    }

    [Theory]
    [InlineData(3, 4, 2, 5)]
    [InlineData(0, 4, 2, 4)]
    [InlineData(0, 0, 2, 0)]
    [InlineData(7, 7, 1, 14)]
    [InlineData(1, 1e-30, 1.15, 1)]
    public void Two_bounds_meet_in_a_rounded_knee(double x, double y, double exponent, double expected)
    {
        Assert.Equal(expected, new Knee(exponent).Of(x, y), 1e-12);
        Assert.Equal(expected, new Knee(exponent).Of(y, x), 1e-12);
    }

    private static StepTotals SumOf(PrefillChunk[] chunks)
    {
        StepTotals totals = default;
        foreach (PrefillChunk chunk in chunks)
        {
            totals.AddChunk(chunk.NewTokens, chunk.Past, finishes: false);
        }

        return totals;
    }
}
