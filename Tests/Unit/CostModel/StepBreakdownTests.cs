using Emulator.CostModel;

namespace Tests.Unit.CostModel;

public sealed class StepBreakdownTests
{
    [Fact]
    public void A_small_batch_waits_for_memory_and_a_long_prompt_for_arithmetic()
    {
        Assert.Equal(CostLimit.Memory, Operation(new PricedStep("H100", "Llama-3-70B", 8).Decodes(32, 65_536), "gate + up").Each.Bound);
        Assert.Equal(CostLimit.Compute, Operation(new PricedStep("H100", "Llama-3-70B", 8).Chunk(4_096), "gate + up").Each.Bound);
    }

    [Fact]
    public void A_small_message_waits_for_latency_and_a_large_one_for_the_link()
    {
        Assert.Equal(CostLimit.Latency, Operation(new PricedStep("H100", "Llama-3-70B", 8).Decodes(1, 1), "all-reduce after attention").Each.Bound);
        Assert.Equal(CostLimit.Link, Operation(new PricedStep("H100", "Llama-3-70B", 8).Chunk(4_096), "all-reduce after attention").Each.Bound);
    }

    [Fact]
    public void The_parts_of_a_worked_step_are_its_operations()
    {
        PricedStep step = new PricedStep("H100", "Llama-3-70B", 8).Decodes(32, 65_536);
        (string Name, int Calls, double Microseconds)[] expected =
        [
            ("QKV projection", 80, 12.360), ("attention output", 80, 9.2922), ("gate + up", 80, 45.084), ("down", 80, 24.107),
            ("decode attention", 80, 21.179), ("all-reduce after feed-forward", 80, 10.919), ("residual + norm", 160, 3.3285), ("host", 1, 682.48),
        ];
        foreach ((string name, int calls, double microseconds) in expected)
        {
            StepOperation operation = Operation(step, name);
            Assert.Equal(calls, operation.Calls);
            Near.Equal(microseconds, operation.Each.Microseconds);
        }
    }

    [Fact]
    public void Weights_are_read_once_whatever_the_batch()
    {
        // 2 x 28,672/8 outputs of 8,192 inputs, 2 bytes each, and 32 rows in and out.
        StepOperation operation = Operation(new PricedStep("H100", "Llama-3-70B", 8).Decodes(32, 65_536), "gate + up");
        Assert.Equal((7_168.0 * 8_192 * 2) + (32 * 8_192 * 2) + (2 * 32 * 7_168), operation.Each.Bytes);
        Assert.Equal(2.0 * 64 * 7_168 * 8_192, operation.Each.Flops);
        Assert.Equal(80 * operation.Each.Bytes, operation.Bytes);
    }

    [Fact]
    public void Full_and_windowed_layers_are_told_apart()
    {
        PricedStep step = new PricedStep("H100", "gpt-oss-120b", 2, "mxfp4").Decodes(8, 8 * 2_048).Chunk(600);
        string[] attention = [.. Breakdown(step).Operations.Where(operation => operation.Part == StepPart.Attention).Select(operation => operation.Name)];
        Assert.Equal(["decode attention", "prefill attention", "decode attention, windowed", "prefill attention, windowed"], attention);
        Assert.True(Operation(step, "decode attention").Bytes > Operation(step, "decode attention, windowed").Bytes);
    }

    [Fact]
    public void One_GPU_has_no_communication_and_a_silent_step_no_output() =>
        Assert.DoesNotContain(
            Breakdown(new PricedStep("H100", "Llama-3-8B", 1).Chunk(64, finishes: false)).Operations,
            operation => operation.Name.Contains("all-reduce", StringComparison.Ordinal) || operation.Name is "output head" or "sampler" or "gather of logits");

    [Fact]
    public void A_step_without_tokens_has_no_operations()
    {
        StepBreakdown breakdown = Breakdown(new PricedStep("H100", "Llama-3-8B", 1));
        Assert.Empty(breakdown.Operations);
        Assert.Equal((0, 0, 0), (breakdown.FloorRatio, breakdown.OutputTokensPerSecond, breakdown.ComputedTokensPerSecond));
    }

    [Fact]
    public void Tokens_per_second_and_the_floor_follow_from_the_total()
    {
        StepBreakdown breakdown = Breakdown(new PricedStep("H100", "Llama-3-8B", 1).Decodes(31, 31_000).Chunk(1_000));
        Near.Equal(32 / (breakdown.Cost.TotalMicroseconds * 1e-6), breakdown.OutputTokensPerSecond, 1e-12);
        Near.Equal(1_031 / (breakdown.Cost.TotalMicroseconds * 1e-6), breakdown.ComputedTokensPerSecond, 1e-12);
        Assert.True(breakdown.FloorRatio > 1);
    }

    private static StepBreakdown Breakdown(PricedStep step) => step.Model.Explain(step.Totals, step.Chunks);

    private static StepOperation Operation(PricedStep step, string name) => Breakdown(step).Operations.Single(operation => operation.Name == name);
}
