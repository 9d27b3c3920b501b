using Emulator.CostModel;

namespace Tests.Unit.CostModel;

/// <summary>Whole steps worked out by an independent calculation of the same formulas, every part of them.</summary>
public sealed class WorkedStepTests
{
    [Fact]
    public void A_70B_decode_batch_on_eight_H100() =>
        Same(new PricedStep("H100", "Llama-3-70B", 8).Decodes(32, 65_536), new(7267.5, 1694.3, 910.29, 1747.1, 151.91, 682.48), 12454);

    [Fact]
    public void An_8B_prompt_of_2048_tokens_on_one_H100() =>
        Same(new PricedStep("H100", "Llama-3-8B", 1).Chunk(2_048), new(36633, 2562.6, 6768.4, 0, 383.12, 585.14), 46932);

    [Fact]
    public void A_single_8B_decode_on_one_H100() =>
        Same(new PricedStep("H100", "Llama-3-8B", 1).Decodes(1, 1_024), new(5322, 356.14, 274.53, 0, 363.79, 585.14), 6901.6);

    [Fact]
    public void A_full_8B_decode_batch_on_one_H100() =>
        Same(new PricedStep("H100", "Llama-3-8B", 1).Decodes(256, 131_072), new(6468.3, 6460.4, 1083.5, 0, 523.62, 1385.8), 15922);

    [Fact]
    public void A_70B_decode_batch_in_fp8_with_fp8_KV_on_four_H100() =>
        Same(new PricedStep("H100", "Llama-3-70B", 4, "fp8", "fp8").Decodes(64, 65_536), new(8305.9, 2015.2, 1219.2, 2074.9, 272.8, 782.96), 14671);

    [Fact]
    public void Decodes_beside_an_unfinished_chunk_with_a_past_on_one_A100() =>
        Same(
            new PricedStep("A100", "Llama-3-8B", 1).Decodes(16, 16_000).Chunk(512, past: 512, finishes: false),
            new(34487, 4414.8, 3420.6, 0, 706.74, 635.38),
            43665);

    [Fact]
    public void A_mixture_of_experts_on_two_H100() =>
        Same(new PricedStep("H100", "Mixtral-8x7B", 2).Decodes(16, 8_192), new(16627, 501.97, 225.88, 310.03, 65.415, 632.24), 18362);

    [Fact]
    public void A_single_70B_decode_on_eight_H200() =>
        Same(new PricedStep("H200", "Llama-3-70B", 8).Decodes(1, 1_024), new(5462, 784.67, 683.46, 842.27, 84.171, 585.14), 8441.7);

    [Fact]
    public void Windowed_layers_and_mxfp4_experts_on_two_H100() =>
        Same(new PricedStep("H100", "gpt-oss-120b", 2, "mxfp4").Decodes(8, 8 * 2_048), new(4163.8, 469.55, 238.14, 322.09, 223.1, 607.12), 6023.8);

    [Fact]
    public void A_70B_decode_batch_in_fp8_over_PCIe_on_four_L40S() =>
        Same(new PricedStep("L40S", "Llama-3-70B", 4, "fp8", "fp8").Decodes(16, 16_384), new(28231, 1670.4, 1378.8, 6697.1, 1005.6, 632.24), 39615);

    [Theory]
    [InlineData(0, 8593.8)]
    [InlineData(144, 9987.0)]
    [InlineData(928, 24777)]
    [InlineData(944, 25950)]
    public void Decodes_beside_a_chunk_of_some_length_on_one_H100(int chunkTokens, double microseconds)
    {
        PricedStep step = new PricedStep("H100", "Llama-3-8B", 1).Decodes(32, 32_768);
        Near.Equal(microseconds, (chunkTokens == 0 ? step : step.Chunk(chunkTokens)).Microseconds);
    }

    [Fact]
    public void Precision_may_be_left_to_the_model() =>
        Assert.Equal(
            new PricedStep("H100", "gpt-oss-120b", 2, "mxfp4").Decodes(8, 16_384).Cost,
            new PricedStep("H100", "gpt-oss-120b", 2, "auto").Decodes(8, 16_384).Cost);

    private static void Same(PricedStep step, StepCost expected, double total)
    {
        // Twice: computed the first time, remembered the second.
        foreach (StepCost cost in new[] { step.Cost, step.Cost })
        {
            Near.Equal(expected.GemmMicroseconds, cost.GemmMicroseconds);
            Near.Equal(expected.AttentionMicroseconds, cost.AttentionMicroseconds);
            Near.Equal(expected.ElementwiseMicroseconds, cost.ElementwiseMicroseconds);
            Near.Equal(expected.AllReduceMicroseconds, cost.AllReduceMicroseconds);
            Near.Equal(expected.HeadMicroseconds, cost.HeadMicroseconds);
            Near.Equal(expected.OverheadMicroseconds, cost.OverheadMicroseconds);
            Near.Equal(total, cost.TotalMicroseconds);
        }
    }
}
