using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;
using Emulator.Time;
using LoadGen.Fidelity;
using LoadGen.Schedule;

namespace Tests.Unit.Fidelity;

/// <summary>Simulated rows whose steps a test can price by itself.</summary>
public sealed class EndToEndFidelityTests
{
    private const int Prompt = 200;
    private static readonly StepCostModel CostModel = new(GpuCatalogue.Find("H100"), ModelCatalogue.Find("Llama-3.1-8B"), 1, default, 8_192, 16);

    [Fact]
    public void A_single_client_waits_for_its_own_steps_only()
    {
        EndToEndResult[] results = PublishedRow.Simulate(PublishedRow.With(), PublishedRow.With("metric=ttft_ms"), PublishedRow.With("metric=output_tok_s"));
        IReadOnlyList<Arrival> requests = MeasuredLoad.Of(results[0].Row.Deployment!).Schedules[0].Arrivals;
        double prefill = Prefill(Prompt);
        double[] decodes = [.. requests.Select(request => Decodes(request.OutputTokens))];
        Assert.Equal(requests.Zip(decodes, (request, time) => time / (request.OutputTokens - 1)).Average(), results[0].Predicted!.Value, 1e-3);
        Assert.Equal(prefill, results[1].Predicted!.Value, 1e-3);
        Assert.Equal(requests.Sum(request => request.OutputTokens) / ((requests.Count * prefill) + decodes.Sum()) * 1e3, results[2].Predicted!.Value, 0.1);
    }

    [Fact]
    public void Requests_that_come_far_apart_meet_nobody()
    {
        EndToEndResult[] results = PublishedRow.Simulate(
            PublishedRow.With("concurrency=", "qps=0.001", "engine=trtllm-0.14", "metric=mean_ttft_ms"), PublishedRow.With("concurrency=", "qps=0.001", "engine=trtllm-0.14", "metric=mean_itl_ms"));
        Assert.Equal(Prefill(Prompt), results[0].Predicted!.Value, 1e-3);
        Assert.Equal(Decodes(20) / 19, results[1].Predicted!.Value, 1e-3);
    }

    [Fact]
    public void A_closed_loop_never_has_more_in_flight_than_clients_and_ten_requests_each()
    {
        IReadOnlyList<Arrival> arrivals = MeasuredLoad.Of(PublishedRow.Read(PublishedRow.With("concurrency=3"))[0].Deployment!).Schedules[0].Arrivals;
        Assert.Equal(30, arrivals.Count);
        Assert.Equal(3, arrivals.Count(arrival => !arrival.IsFollowUp));
        Assert.All(arrivals, arrival => Assert.InRange(arrival.OutputTokens, 18, 22));
    }

    [Fact]
    public void A_plain_roofline_has_no_fixed_costs_and_is_faster_for_one_client()
    {
        EndToEndResult result = Assert.Single(PublishedRow.Simulate(PublishedRow.With()));
        double weights = 15.0e9 / (0.8 * 3.35e12) * 1e3; // layers and head in bf16 at 0.8 of the bandwidth, in ms
        Assert.InRange(result.Roofline!.Value, weights, weights * 1.03);
        Assert.True(result.Roofline < result.Predicted);
    }

    [Fact]
    public void Every_row_has_a_result_also_one_that_does_not_fit_or_that_nobody_can_run()
    {
        EndToEndResult[] results = PublishedRow.Simulate(
            PublishedRow.With("gpu=L4", "model=Llama-3.1-70B"),
            PublishedRow.With("tp=3"),
            PublishedRow.With("engine=sglang-0.5"),
            PublishedRow.With("osl=1"),
            PublishedRow.With("concurrency=16384", "osl=100000"),
            PublishedRow.With("gpu=A100-SXM", "weight_dtype=fp8"),
            PublishedRow.With("isl=300000"),
            PublishedRow.With("model=nothing"));
        string[] reasons = ["no memory for KV cache blocks", "tensor-parallel-size is 3", "engine is 'sglang-0.5', whose settings are not known", "answers of one token", "more than the 200000000", "no fp8 units", "max-model-len is 300020", "nothing"];
        Assert.All(results.Zip(reasons), pair =>
        {
            Assert.Null(pair.First.Predicted);
            Assert.Contains(pair.Second, pair.First.Reason, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Equal_files_give_equal_reports()
    {
        string[] lines = [PublishedRow.With("concurrency=4"), PublishedRow.With("concurrency=2"), PublishedRow.With("concurrency=", "qps=30", "metric=ttft_ms"), PublishedRow.With("tp=0")];
        (string Page, string Plot)[] reports = [.. Enumerable.Range(0, 2).Select(_ => PublishedRow.Simulate(lines)).Select(results => (EndToEndPage.Text(results), EndToEndPlot.Text(results)))];
        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public void A_row_that_was_measured_slower_than_one_with_more_clients_is_in_doubt_and_stays_in()
    {
        EndToEndResult[] results = PublishedRow.Simulate(PublishedRow.With("concurrency=2", "value=20"), PublishedRow.With("concurrency=4", "value=7"));
        Assert.Contains("the measurement is in doubt: 4 clients were measured faster", results[0].Reason, StringComparison.Ordinal);
        Assert.Equal(2, EndToEndGroup.ByDevice(results)[0].Rows);
        Assert.Null(results[1].Reason);
    }

    [Fact]
    public void TensorRT_LLM_runs_only_as_many_requests_as_fit_whole()
    {
        Deployment deployment = PublishedRow.Read(PublishedRow.With("engine=trtllm-0.17", "concurrency=max", "isl=2048", "osl=2048"))[0].Deployment!;
        SchedulerOptions options = MeasuredEngine.SettingsOf(deployment).Scheduling;
        Assert.Equal((options.NumGpuBlocks - 1) / (4_096 / 64), options.MaxNumSeqs);
        Assert.Equal(2_048, options.TokenBudget);
    }

    private static double Prefill(int tokens)
    {
        StepTotals totals = default;
        totals.AddChunk(tokens, past: 0, finishes: true);
        return Milliseconds(totals);
    }

    private static double Decodes(int outputs)
    {
        double sum = 0;
        for (int context = Prompt + 1; context < Prompt + outputs; context++)
        {
            StepTotals totals = default;
            totals.AddDecode(context);
            sum += Milliseconds(totals);
        }

        return sum;
    }

    private static double Milliseconds(StepTotals totals) => Duration.FromMicroseconds(CostModel.Step(totals, []).TotalMicroseconds).TotalMilliseconds;
}
