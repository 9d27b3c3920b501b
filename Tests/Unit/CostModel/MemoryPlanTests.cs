using Emulator;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.CostModel;

public sealed class MemoryPlanTests
{
    private static readonly MemoryPlanOptions Options = new() { TokenBudget = 8_192, MaxNumSeqs = 256, MaxModelLength = 8_192 };

    [Theory]
    [InlineData("Llama-3-8B", "bf16", "auto", 1, 16.0605e9, 1.17008e9, 0.805306e9, 131_072, 27_849)]
    [InlineData("Llama-3-70B", "bf16", "auto", 8, 17.6384e9, 0.910033e9, 1.23480e9, 40_960, 86_450)]
    [InlineData("Llama-3-70B", "bf16", "auto", 4, 35.2769e9, 1.08619e9, 1.23480e9, 81_920, 29_633)]
    [InlineData("Llama-3-70B", "bf16", "auto", 2, 70.5537e9, 1.43852e9, 1.23480e9, 163_840, 1_225)]
    [InlineData("Llama-3-70B", "fp8", "fp8", 2, 36.3275e9, 1.43852e9, 1.23480e9, 81_920, 28_563)]
    public void A_plan_worked_out_by_hand(
        string model, string dtype, string kvCacheDtype, int tensorParallelSize, double weights, double activations, double runtime, long kvBytesPerToken, long blocks)
    {
        MemoryPlan plan = MemoryPlan.For(GpuCatalogue.Find("H100"), ModelCatalogue.Find(model), tensorParallelSize, Precision.Parse(dtype, kvCacheDtype), Options);
        Near.Equal(weights, plan.WeightBytes, 1e-5);
        Near.Equal(activations, plan.ActivationBytes, 1e-5);
        Near.Equal(runtime, plan.RuntimeBytes, 1e-5);
        Assert.Equal(kvBytesPerToken, plan.KvBytesPerToken);
        Assert.Equal(blocks, plan.Blocks);
        Assert.Equal(16 * blocks, plan.KvTokens);
    }

    [Fact]
    public void A_model_that_does_not_fit_says_what_is_missing_and_what_would_fit()
    {
        string message = Refusal("Llama-3-70B", 1, Options);
        Assert.StartsWith("no memory for KV cache blocks", message, StringComparison.Ordinal);
        Assert.Contains("141.107", message, StringComparison.Ordinal);
        Assert.Contains("67.6", message, StringComparison.Ordinal);
        Assert.Contains("the smallest tensor-parallel-size that fits is 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_does_not_fit_says_which_would()
    {
        string message = Refusal("Llama-3.1-70B", 2, Options with { MaxModelLength = 19_601 });
        Assert.StartsWith("max model length 19601 is larger than the KV cache's 19600 tokens", message, StringComparison.Ordinal);
        Assert.Contains("largest length that fits is 19600", message, StringComparison.Ordinal);
        Assert.Contains("smallest tensor-parallel-size that fits is 4", message, StringComparison.Ordinal);
        Assert.Contains("fp8 would halve", message, StringComparison.Ordinal);
        Plan("Llama-3.1-70B", 2, Options with { MaxModelLength = 19_600 });
    }

    [Fact]
    public void A_length_left_open_is_the_models_context() =>
        Assert.StartsWith("max model length 131072", Refusal("Llama-3.1-70B", 2, Options with { MaxModelLength = null }), StringComparison.Ordinal);

    [Fact]
    public void A_length_above_the_models_context_is_named_with_both_numbers() =>
        Assert.Contains("max-model-len is 8193, above the 8192 tokens", Refusal("Llama-3-8B", 1, Options with { MaxModelLength = 8_193 }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_utilisation_that_is_no_share_is_refused(double utilization) =>
        Assert.Contains("gpu-memory-utilization is", Refusal("Llama-3-8B", 1, Options with { GpuMemoryUtilization = utilization }), StringComparison.Ordinal);

    [Fact]
    public void All_problems_come_in_one_message()
    {
        string message = Refusal("Llama-3-70B", 3, Options with { BlockSize = 0, MaxNumSeqs = 0 });
        Assert.All(["64 attention heads", "block-size is 0", "max-num-seqs is 0"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Replicated_KV_heads_stop_saving_memory()
    {
        Transformer model = ModelCatalogue.Find("Qwen3-30B-A3B");
        MemoryPlan four = Plan(model.Name, 4, Options);
        MemoryPlan eight = Plan(model.Name, 8, Options);
        Assert.Equal(four.KvBytesPerToken, eight.KvBytesPerToken);

        // The K and V projections of the 4 heads that are there twice.
        double replicatedBytes = 2.0 * 48 * 2_048 * 128 * 4 * 2;
        Near.Equal((4 * four.WeightBytes) + replicatedBytes, 8 * eight.WeightBytes, 1e-12);
    }

    [Fact]
    public void Narrow_experts_take_their_bits()
    {
        Transformer model = ModelCatalogue.Find("gpt-oss-120b");
        double bytes = (model.ExpertParameters * 4.25 / 8) + ((model.Parameters - model.ExpertParameters) * 2.0);
        Near.Equal(bytes / 2, Plan(model.Name, 2, Options).WeightBytes, 1e-12);
    }

    [Fact]
    public void The_study_presets_fit_their_device()
    {
        Gpu gpu = GpuCatalogue.Find("GH200-576");
        Transformer model = ModelCatalogue.Find("Llama-3.1-70B");
        Precision fp16 = Precision.Parse("float16", "auto");
        MemoryPlan single = MemoryPlan.For(gpu, model, 1, fp16, new MemoryPlanOptions { TokenBudget = 4_096, MaxNumSeqs = 256 });
        MemoryPlan eight = MemoryPlan.For(gpu, model, 8, fp16, new MemoryPlanOptions { TokenBudget = 3_691, MaxNumSeqs = 512 });
        Assert.True(single.KvTokens > 1_000_000);
        Assert.True(eight.KvTokens > 8 * single.KvTokens);
    }

    private static MemoryPlan Plan(string model, int tensorParallelSize, MemoryPlanOptions options) =>
        MemoryPlan.For(GpuCatalogue.Find("H100"), ModelCatalogue.Find(model), tensorParallelSize, default, options);

    private static string Refusal(string model, int tensorParallelSize, MemoryPlanOptions options) =>
        Assert.Throws<InvalidConfigurationException>(() => Plan(model, tensorParallelSize, options)).Message;
}
