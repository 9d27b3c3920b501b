using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

public class WorkEstimateTests
{
    [Fact]
    public void One_decode_costs_two_flops_and_two_bytes_for_each_parameter()
    {
        StepCostModel cost = Cost("Llama-3-8B", 1);
        StepTotals totals = default;
        totals.AddDecode(1);

        StepWork work = cost.WorkOf(totals, []);

        // 6.979e9 parameters in the layers, 0.525e9 in the output head; 0.26e6 of them are norms, which multiply nothing here.
        double parameters = cost.Model.LayerParameters + ((double)cost.Model.VocabularySize * cost.Model.HiddenSize);
        Assert.Equal(2 * parameters, work.Flops, 2 * parameters * 1e-3);
        Assert.Equal(2 * parameters, work.ReadBytes, 2 * parameters * 1e-3);
        Assert.InRange(work.WriteBytes, 1, 0.001 * work.ReadBytes);
    }

    [Theory]
    [InlineData("Llama-3-8B", 1)]
    [InlineData("Llama-3-70B", 8)]
    [InlineData("Mixtral-8x7B", 2)]
    [InlineData("gpt-oss-120b", 2)]
    public void Useful_flops_are_never_more_than_those_that_are_paid_for(string model, int tensorParallelSize)
    {
        StepCostModel cost = Cost(model, tensorParallelSize);
        StepTotals totals = new() { Window = cost.AttentionWindow ?? 0 };
        PrefillChunk[] chunks = [new(1_000, 0), new(64, 8_000)];
        totals.AddEqualDecodes(32, 32 * 2_000);
        totals.AddChunk(1_000, 0, finishes: true);
        totals.AddChunk(64, 8_000, finishes: false);

        double paid = cost.Explain(totals, chunks).Operations.Sum(operation => operation.Flops);

        // What fills up tiles, of rows and of the attention's diagonal, is paid and not useful.
        Assert.InRange(cost.WorkOf(totals, chunks).Flops / paid, 0.6, 1);
    }

    [Fact]
    public void A_chunks_attention_is_its_triangle_and_the_rectangle_of_its_past()
    {
        StepCostModel cost = Cost("Llama-3-8B", 1);

        double withoutPast = Attention(past: 0);
        double withPast = Attention(past: 1_000);

        // 4 FLOPs for each of 4,096 numbers of a token's queries, in 32 layers: 100 tokens look at 5,050 in their own triangle, and each at 1,000 before.
        Assert.Equal(4.0 * 4_096 * 32 * 100 * 1_000, withPast - withoutPast, 1);

        double Attention(int past)
        {
            StepTotals totals = default;
            totals.AddChunk(100, past, finishes: false);
            return cost.WorkOf(totals, []).Flops;
        }
    }

    [Fact]
    public void A_step_without_tokens_is_no_work() => Assert.Equal(default, Cost("Llama-3-8B", 1).WorkOf(default, []));

    private static StepCostModel Cost(string model, int tensorParallelSize) =>
        new(GpuCatalogue.Find("H100-SXM"), ModelCatalogue.Find(model), tensorParallelSize, default, maxTokensPerStep: 0, maxSequences: 0);
}
