using Emulator.CostModel;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("Llama-3-70B", 8)]
    [InlineData("Mixtral-8x7B", 2)]
    [InlineData("gpt-oss-120b", 2)]
    public void Pricing_a_step_allocates_nothing(string model, int tensorParallelSize)
    {
        StepCostModel costModel = new PricedStep("H100", model, tensorParallelSize).Model;
        PrefillChunk[] chunks = [new(300, 100), new(17, 0)];
        double sum = Price(costModel, chunks, 1_000);

        long allocated = Allocation.LeastOf(3, () => sum += Price(costModel, chunks, 100_000));

        Assert.Equal(0, allocated);
        Assert.True(sum > 0);
    }

    private static double Price(StepCostModel model, PrefillChunk[] chunks, int steps)
    {
        double sum = 0;
        for (int step = 0; step < steps; step++)
        {
            StepTotals totals = new() { Window = model.AttentionWindow ?? 0 };
            totals.AddEqualDecodes(1 + (step % 256), 1_000L * (1 + (step % 256)));
            foreach (PrefillChunk chunk in chunks)
            {
                totals.AddChunk(chunk.NewTokens, chunk.Past, finishes: true);
            }

            sum += model.Step(totals, chunks).TotalMicroseconds + model.FloorMicroseconds(totals);
        }

        return sum;
    }
}
