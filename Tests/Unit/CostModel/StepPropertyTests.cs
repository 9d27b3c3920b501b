using CsCheck;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Tests.Unit.CostModel;

/// <summary>What holds for every step, on every deployment that can be priced.</summary>
public sealed class StepPropertyTests
{
    /// <summary>Powers are not monotone in their last places.</summary>
    private const double Rounding = 1e-12;

    private const int Iterations = 2_000;

    private static readonly StepCostModel[] Deployments =
    [
        .. from gpu in GpuCatalogue.All
           from model in ModelCatalogue.All
           from precision in new[] { Precision.Parse("auto", "auto"), Precision.Parse("fp8", "fp8") }
           from size in Feasibility.TensorParallelSizes(gpu, model, precision)
           select new StepCostModel(gpu, model, size, precision, 4_096, 256),
    ];

    private static readonly Gen<(int Tokens, int Past, bool Finishes)> Chunk = Gen.Select(Gen.Int[1, 2_048], Gen.Int[0, 8_192], Gen.Bool);

    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.Int[0, Deployments.Length - 1],
        Gen.Int[1, 16_384].List[0, 300],
        Chunk.List[0, 4],
        (deployment, contexts, chunks) => new Plan(Deployments[deployment], contexts, chunks)).Where(plan => plan.Contexts.Count + plan.Chunks.Count > 0);

    [Fact]
    public void Every_deployment_of_the_catalogues_is_covered()
    {
        Assert.True(Deployments.Length > 200);
        Assert.Contains(Deployments, model => model.AttentionWindow == 128);
        Assert.Contains(Deployments, model => model.TensorParallelSize == 8);
    }

    [Fact]
    public void Parts_are_finite_and_not_negative_and_sum_to_the_total() => Plans.Sample(plan =>
    {
        StepCost cost = plan.Cost();
        double[] parts =
        [
            cost.GemmMicroseconds, cost.AttentionMicroseconds, cost.ElementwiseMicroseconds, cost.AllReduceMicroseconds, cost.HeadMicroseconds, cost.OverheadMicroseconds,
        ];
        Assert.All(parts, part => Assert.True(double.IsFinite(part) && part >= 0));
        Assert.Equal(parts.Sum(), cost.TotalMicroseconds, Rounding * cost.TotalMicroseconds);
        Assert.Equal(plan.Model.TensorParallelSize > 1, cost.AllReduceMicroseconds > 0);
    }, iter: Iterations);

    [Fact]
    public void No_step_is_faster_than_its_bytes() => Plans.Sample(plan =>
        Assert.True(plan.Cost().TotalMicroseconds > plan.Model.FloorMicroseconds(plan.Totals())), iter: Iterations);

    [Fact]
    public void One_decode_more_is_never_faster() => Plans.Sample(plan => NotFaster(plan, plan with { Contexts = [.. plan.Contexts, 1] }), iter: Iterations);

    [Fact]
    public void More_context_is_never_faster() =>
        Gen.Select(Plans.Where(plan => plan.Contexts.Count > 0), Gen.Int[1, 4_096]).Sample((plan, more) =>
            NotFaster(plan, plan with { Contexts = [plan.Contexts[0] + more, .. plan.Contexts.Skip(1)] }), iter: Iterations);

    [Fact]
    public void More_new_tokens_are_never_faster() =>
        Gen.Select(Plans.Where(plan => plan.Chunks.Count > 0), Gen.Int[1, 512]).Sample((plan, more) =>
            NotFaster(plan, plan with { Chunks = [(plan.Chunks[0].Tokens + more, plan.Chunks[0].Past, plan.Chunks[0].Finishes), .. plan.Chunks.Skip(1)] }), iter: Iterations);

    [Fact]
    public void More_past_is_never_faster() =>
        Gen.Select(Plans.Where(plan => plan.Chunks.Count > 0), Gen.Int[1, 4_096]).Sample((plan, more) =>
            NotFaster(plan, plan with { Chunks = [(plan.Chunks[0].Tokens, plan.Chunks[0].Past + more, plan.Chunks[0].Finishes), .. plan.Chunks.Skip(1)] }), iter: Iterations);

    [Fact]
    public void One_more_sequence_that_samples_is_never_faster() =>
        Plans.Where(plan => plan.Chunks.Any(chunk => !chunk.Finishes)).Sample(plan =>
            NotFaster(plan, plan with { Chunks = [.. plan.Chunks.Select(chunk => (chunk.Tokens, chunk.Past, true))] }), iter: Iterations);

    [Fact]
    public void A_remembered_price_is_the_computed_one() => Plans.Sample(plan =>
    {
        StepCostModel forgetful = new(plan.Model.Gpu, plan.Model.Model, plan.Model.TensorParallelSize, plan.Model.Precision, 0, 0);
        Assert.Equal((plan with { Model = forgetful }).Cost(), plan.Cost());
    }, iter: Iterations);

    [Fact]
    public void More_bandwidth_is_never_slower() =>
        Gen.Select(Plans, Gen.Double[1, 8]).Sample((plan, faster) =>
        {
            StepCostModel model = plan.Model;
            Gpu gpu = model.Gpu with { BytesPerSecond = model.Gpu.BytesPerSecond * faster };
            NotFaster(plan with { Model = new StepCostModel(gpu, model.Model, model.TensorParallelSize, model.Precision, 0, 0) }, plan);
        }, iter: Iterations);

    [Fact]
    public void Operations_sum_to_their_parts_and_take_no_less_than_any_of_their_limits() => Plans.Sample(plan =>
    {
        StepBreakdown breakdown = plan.Model.Explain(plan.Totals(), plan.Chunks.Select(chunk => new PrefillChunk(chunk.Tokens, chunk.Past)).ToArray());
        Assert.Equal(plan.Cost(), breakdown.Cost);
        foreach (StepPart part in Enum.GetValues<StepPart>())
        {
            // To the last place but one: a part may be summed in another order.
            Near.Equal(breakdown.Cost[part], breakdown.Operations.Where(operation => operation.Part == part).Sum(operation => operation.Microseconds), 1e-15);
        }

        Assert.All(breakdown.Operations, operation =>
        {
            OperationCost each = operation.Each;
            double longest = new[] { each.LatencyMicroseconds, each.MemoryMicroseconds, each.ComputeMicroseconds, each.LinkMicroseconds, each.HostMicroseconds }.Max();
            Assert.True(longest > 0 && longest <= each.Microseconds * (1 + Rounding), operation.Name);
            Assert.True(operation.Calls > 0 && double.IsFinite(operation.Flops) && operation.Flops >= 0 && double.IsFinite(operation.Bytes) && operation.Bytes >= 0, operation.Name);
        });
    }, iter: Iterations);

    [Fact]
    public void A_step_without_tokens_costs_nothing() => Assert.All(Deployments, model =>
    {
        Assert.Equal(default, model.Step(default, []));
        Assert.Equal(0, model.FloorMicroseconds(default));
    });

    private static void NotFaster(Plan less, Plan more) =>
        Assert.True(more.Cost().TotalMicroseconds >= less.Cost().TotalMicroseconds * (1 - Rounding), $"{more} is faster than {less}");

    private sealed record Plan(StepCostModel Model, IReadOnlyList<int> Contexts, IReadOnlyList<(int Tokens, int Past, bool Finishes)> Chunks)
    {
        public StepTotals Totals()
        {
            StepTotals totals = new() { Window = Model.AttentionWindow ?? 0 };
            foreach (int context in Contexts)
            {
                totals.AddDecode(context);
            }

            foreach ((int tokens, int past, bool finishes) in Chunks)
            {
                totals.AddChunk(tokens, past, finishes);
            }

            return totals;
        }

        public StepCost Cost() => Model.Step(Totals(), [.. Chunks.Select(chunk => new PrefillChunk(chunk.Tokens, chunk.Past))]);
    }
}
