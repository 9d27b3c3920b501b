using Emulator;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

public sealed class ConfigurationErrorTests
{
    [Fact]
    public void Heads_that_do_not_divide_are_named_with_both_numbers()
    {
        string message = Refusal("H100", "Llama-3-70B", 3);
        Assert.Equal("tensor-parallel-size is 3, which does not divide the 64 attention heads of Llama-3-70B; allowed are 1, 2, 4, 8.", message);
    }

    [Fact]
    public void A_feed_forward_width_that_does_not_divide_is_named_with_both_numbers()
    {
        Transformer odd = ModelCatalogue.Find("Llama-3-8B") with { FeedForwardSize = 14_337 };
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => new StepCostModel(GpuCatalogue.Find("H100"), odd, 2, default, 1, 1));
        Assert.Contains("tensor-parallel-size is 2, which does not divide the feed-forward width 14337", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixteen_GPUs_are_not_extrapolated() =>
        Assert.Contains("tensor-parallel-size is 16, but H100-SXM has all-reduce coefficients only for 2, 4, 8", Refusal("H100", "Llama-3-70B", 16), StringComparison.Ordinal);

    [Fact]
    public void No_GPU_at_all_is_an_error() => Assert.Contains("tensor-parallel-size is 0", Refusal("H100", "Llama-3-8B", 0), StringComparison.Ordinal);

    [Fact]
    public void A_model_without_head_width_is_an_error()
    {
        Transformer flat = ModelCatalogue.Find("Llama-3-8B") with { HeadDim = 0 };
        Assert.Throws<InvalidConfigurationException>(() => new StepCostModel(GpuCatalogue.Find("H100"), flat, 1, default, 1, 1));
    }

    [Theory]
    [InlineData("A100")]
    [InlineData("GH200-576")]
    public void Fp8_needs_fp8_units(string gpu) => Assert.Contains("has no fp8 units", Refusal(gpu, "Llama-3-8B", 1, "fp8"), StringComparison.Ordinal);

    [Fact]
    public void An_fp8_KV_cache_needs_its_coefficients() =>
        Assert.Contains("kv-cache-dtype is fp8, but the coefficients of A100-SXM", Refusal("A100", "Llama-3-8B", 1, "bf16", "fp8"), StringComparison.Ordinal);

    [Fact]
    public void Experts_need_their_coefficients() =>
        Assert.Contains("mixture of 8 experts, but the coefficients of GH200-576", Refusal("GH200-576", "Mixtral-8x7B", 1), StringComparison.Ordinal);

    [Fact]
    public void Experts_shipped_in_mxfp4_are_not_run_in_fp8() =>
        Assert.Contains("keeps its experts in 4.25 bits", Refusal("H100", "gpt-oss-120b", 2, "fp8"), StringComparison.Ordinal);

    [Fact]
    public void Mxfp4_is_only_for_models_that_ship_in_it() =>
        Assert.Contains("dtype is mxfp4, but Llama-3-8B", Refusal("H100", "Llama-3-8B", 1, "mxfp4"), StringComparison.Ordinal);

    [Theory]
    [InlineData("int4")]
    [InlineData("awq")]
    [InlineData("gptq")]
    public void Formats_that_are_not_modelled_are_refused(string dtype)
    {
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => Precision.Parse(dtype, "auto"));
        Assert.Contains($"dtype is '{dtype}'; allowed are auto, bfloat16, float16, fp8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_KV_format_is_refused() => Assert.Throws<InvalidConfigurationException>(() => Precision.Parse("auto", "int8"));

    [Fact]
    public void KV_heads_may_be_replicated_over_more_GPUs()
    {
        // 4 KV heads on 8 GPUs: each GPU reads one, and the eighth GPU saves no KV over the fourth.
        PricedStep four = new PricedStep("H100", "Qwen3-30B-A3B", 4).Decodes(8, 80_000);
        PricedStep eight = new PricedStep("H100", "Qwen3-30B-A3B", 8).Decodes(8, 80_000);
        DecodeAttention quarter = new(GpuCatalogue.Find("H100"), 2, 8, 1, 128);
        DecodeAttention eighth = new(GpuCatalogue.Find("H100"), 2, 4, 1, 128);
        Near.Equal(48 * quarter.Microseconds(8, 80_000), four.Cost.AttentionMicroseconds, 1e-12);
        Near.Equal(48 * eighth.Microseconds(8, 80_000), eight.Cost.AttentionMicroseconds, 1e-12);
    }

    [Fact]
    public void Sums_kept_without_the_window_are_refused()
    {
        StepTotals totals = default;
        totals.AddDecode(1_000);
        StepCostModel model = new PricedStep("H100", "gpt-oss-120b", 2).Model;
        Assert.Throws<ArgumentException>(() => model.Step(totals, []));
    }

    private static string Refusal(string gpu, string model, int tensorParallelSize, string dtype = "auto", string kvCacheDtype = "auto") =>
        Assert.Throws<InvalidConfigurationException>(
            () => new StepCostModel(GpuCatalogue.Find(gpu), ModelCatalogue.Find(model), tensorParallelSize, Precision.Parse(dtype, kvCacheDtype), 8_192, 256)).Message;
}
