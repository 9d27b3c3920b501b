using System.Globalization;
using Emulator.CostModel;

namespace LoadGen.Fidelity;

/// <summary>Why a row misses, as far as that is known. The row stays in all figures.</summary>
internal static class KnownMiss
{
    /// <summary>From this error on a row is said to miss.</summary>
    public const double Threshold = 0.15;

    private const double HalfOfLastDigit = 0.5;

    // From here on the prefill's linears are bound by computation alone.
    private const int LongPrompt = 4_096;

    /// <summary>The reasons for the miss of <paramref name="result"/>; null if it does not miss, or nobody knows.</summary>
    /// <param name="result">The row.</param>
    /// <param name="all">All rows: some reasons are seen only beside others.</param>
    public static string? Of(EndToEndResult result, IReadOnlyList<EndToEndResult> all)
    {
        if (result.Error is not { } error || Math.Abs(error) < Threshold)
        {
            return null;
        }

        string text = string.Join("; ", Reasons(result, result.Row.Deployment!, result.Row.Metric!.Value, error, all));
        return text.Length == 0 ? null : text;
    }

    private static IEnumerable<string> Reasons(EndToEndResult result, Deployment deployment, EndToEndMetric metric, double error, IReadOnlyList<EndToEndResult> all)
    {
        bool ttft = metric is EndToEndMetric.MeanTtft or EndToEndMetric.Ttft;
        bool tensorRtLlm = deployment.Engine.StartsWith("trtllm", StringComparison.Ordinal);
        double difference = result.Predicted!.Value - result.Row.Measured!.Value;
        if (SlowerThanMoreClients(result, all) is { } more)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the measurement is in doubt: {more} clients were measured faster");
        }

        if (metric is EndToEndMetric.MeanItl or EndToEndMetric.MeanTtft or EndToEndMetric.RequestsPerSecond && Math.Abs(difference) <= HalfOfLastDigit)
        {
            yield return "inside the rounding of the published whole number";
        }

        if (deployment.Load is ServingLoad.Saturated && tensorRtLlm && error < 0)
        {
            yield return $"probably TensorRT-LLM's kernels ({(deployment.Model.IsMixtureOfExperts ? "experts" : "linears, attention, fused element-wise")}): faster than vLLM's, to which the coefficients were fitted";
        }

        if (ttft && deployment.Model.ExpertBits is not null && error < 0)
        {
            yield return "prefill of mxfp4 experts is priced as that of bf16 ones; no measurement of such a kernel was at hand";
        }

        if (ttft && result.Preemptions > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"KV memory is full ({result.Preemptions} preemptions in the simulation): waiting depends on its exact size, which is not published");
        }
        else if (ttft && error > 0 && deployment.Precision.Weights == WeightType.Fp8 && deployment.PromptTokens >= LongPrompt)
        {
            yield return "most of it is the prompt's own prefill: fp8 linears of large batches differ by 10-39 % between engine versions";
        }

        if (ttft && error < 0 && deployment.Load is ServingLoad.OpenLoop)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"HTTP, tokenising and Triton are not simulated: an ingest delay of {-difference:0} ms would close the gap");
        }

        if (ttft && error < 0 && deployment.Load is ServingLoad.Burst)
        {
            yield return "the front end, through which all requests come at once, is not simulated";
        }

        if (metric == EndToEndMetric.MeanItl && error > 0)
        {
            yield return "lengths are means of a data set: where short answers leave early, the others share the GPU with fewer";
        }

        if (metric == EndToEndMetric.RequestsPerSecond && error > 0)
        {
            yield return "lengths are means of a data set, and the run lasts until its longest answer has ended; equal answers end together";
        }

        if (metric == EndToEndMetric.MeanItl && error < 0 && tensorRtLlm)
        {
            yield return "probably the streaming through Triton, which is not simulated and grows with the requests that run";
        }
    }

    private static int? SlowerThanMoreClients(EndToEndResult result, IReadOnlyList<EndToEndResult> all)
    {
        if (result.Row.Metric != EndToEndMetric.Tpot || result.Row.Deployment is not { Load: ServingLoad.ClosedLoop own } deployment)
        {
            return null;
        }

        return all
            .Where(other => other.Row.Metric == EndToEndMetric.Tpot && other.Row.Measured < result.Row.Measured)
            .Select(other => other.Row.Deployment)
            .Where(other => other is { Load: ServingLoad.ClosedLoop loop } && loop.Clients > own.Clients && other with { Load = own } == deployment)
            .Select(other => (int?)((ServingLoad.ClosedLoop)other!.Load).Clients)
            .Min();
    }
}
