namespace Tests.Unit.CostModel;

public sealed class FloorTests
{
    [Fact]
    public void Weights_and_KV_of_a_70B_decode_batch_on_eight_H100()
    {
        PricedStep step = new PricedStep("H100", "Llama-3-70B", 8).Decodes(32, 65_536);
        Near.Equal(5_988, step.FloorMicroseconds);
    }

    [Fact]
    public void Layers_and_head_of_a_single_8B_decode_on_one_H100() =>
        Near.Equal(4_481 + 40, new PricedStep("H100", "Llama-3-8B", 1).Decodes(1, 1_024).FloorMicroseconds);

    [Fact]
    public void A_70B_token_on_eight_H200_takes_3600_microseconds_and_never_200()
    {
        PricedStep step = new PricedStep("H200", "Llama-3-70B", 8, "fp16").Decodes(1, 1_024);
        Near.Equal(3_620 + 9, step.FloorMicroseconds);
        Assert.True(step.Microseconds > step.FloorMicroseconds);
    }

    [Fact]
    public void S8_the_study_token_in_200_microseconds_is_impossible_on_its_own_device()
    {
        // 70B in fp16 over eight devices of 4.8 TB/s each: 139 GB of layers and head cannot be read faster, whatever the link.
        PricedStep step = new PricedStep("GH200-576", "Llama-3.1-70B", 8, "fp16").Decodes(1, 1_024);
        Assert.InRange(step.FloorMicroseconds, 3_600, 3_640);
        Assert.True(step.Microseconds > 10 * 200);
        Assert.True(step.Microseconds > step.FloorMicroseconds);
    }

    [Fact]
    public void Nobody_samples_then_the_head_is_not_read()
    {
        double headMicroseconds = 2.0 * 128_256 * 4_096 / 3.35e12 * 1e6;
        double sampling = new PricedStep("H100", "Llama-3-8B", 1).Chunk(64).FloorMicroseconds;
        double silent = new PricedStep("H100", "Llama-3-8B", 1).Chunk(64, finishes: false).FloorMicroseconds;
        Near.Equal(headMicroseconds, sampling - silent, 1e-9);
    }

    [Fact]
    public void Experts_that_nobody_visits_are_not_read()
    {
        double one = new PricedStep("H100", "Mixtral-8x7B", 2).Decodes(1, 1).FloorMicroseconds;
        double many = new PricedStep("H100", "Mixtral-8x7B", 2).Decodes(256, 256).FloorMicroseconds;
        Assert.InRange(many / one, 3, 8);
    }

    [Fact]
    public void Windowed_layers_read_no_more_than_their_window()
    {
        double atWindow = new PricedStep("H100", "gpt-oss-120b", 2).Decodes(1, 128).FloorMicroseconds;
        double far = new PricedStep("H100", "gpt-oss-120b", 2).Decodes(1, 10_128).FloorMicroseconds;

        // 18 of the 36 layers read 10,000 tokens more: 2 (K, V) x 4 heads x 64 x 2 bytes each.
        Near.Equal(10_000 * 18 * 2 * 256 * 2.0 / 3.35e12 * 1e6, far - atWindow, 1e-6);
    }
}
