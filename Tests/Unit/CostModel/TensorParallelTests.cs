using Emulator;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.CostModel;

public sealed class TensorParallelTests
{
    [Theory]
    [InlineData(2, 2, 2.222)]
    [InlineData(4, 6, 3.333)]
    [InlineData(8, 14, 3.889)]
    public void S8_tensor_parallel_pays_for_all_reduce_twice_a_layer(int tensorParallelSize, double latencyMicroseconds, double microsecondsPerMegabyte)
    {
        // One token of 8,192 numbers in 2 bytes, after the attention's output and after the feed-forward's, in 80 layers.
        double once = latencyMicroseconds + (microsecondsPerMegabyte * 2 * 8_192 / 1e6);
        PricedStep step = new PricedStep("GH200-576", "Llama-3.1-70B", tensorParallelSize, "fp16").Decodes(1, 1_024);
        Near.Equal(2 * 80 * once, step.Cost.AllReduceMicroseconds, 1e-9);
    }

    [Fact]
    public void S8_one_GPU_pays_for_no_all_reduce() =>
        Assert.Equal(0, new PricedStep("GH200-576", "Llama-3.1-70B", 1, "fp16").Decodes(1, 1_024).Cost.AllReduceMicroseconds);

    [Fact]
    public void S8_a_missing_link_is_an_error_and_never_a_default()
    {
        Gpu unlinked = GpuCatalogue.Find("GH200-576") with { Interconnect = null };
        Transformer model = ModelCatalogue.Find("Llama-3.1-70B");
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => new StepCostModel(unlinked, model, 8, default, 8_192, 256));
        Assert.Contains("tensor-parallel-size is 8, but GH200-576 has no interconnect", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, new StepCostModel(unlinked, model, 1, default, 8_192, 256).TensorParallelSize);
    }

    [Fact]
    public void Splitting_a_large_prefill_helps_less_than_the_GPUs_it_takes()
    {
        double one = new PricedStep("GH200-576", "Llama-3.1-70B", 1, "fp16").Chunk(3_691).Microseconds;
        double eight = new PricedStep("GH200-576", "Llama-3.1-70B", 8, "fp16").Chunk(3_691).Microseconds;
        Assert.InRange(one / eight, 2, 8);
    }
}
