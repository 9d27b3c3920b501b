using System.Globalization;
using Emulator;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Scheduling;

namespace LoadGen.Fidelity;

/// <summary>TensorRT-LLM as its published tables were measured.</summary>
/// <remarks>
/// Throughput tables (NVIDIA/TensorRT-LLM, <c>perf-overview.md</c> @ 258c7540 and @ 00f37686): <c>trtllm-bench</c>, which
/// sizes the engine from the data (<c>tensorrt_llm/bench/build/tuning.py</c>): as many requests as KV memory would hold, at most 4,096, and a token
/// budget of that many requests times (1 + isl/osl), so that prompts come in as fast as answers leave; both rounded up. 0.95 of the memory that
/// is free after loading goes to the KV cache ("in the majority of cases"). Its scheduler starts a request only when the whole of it, answer
/// included, has memory (guaranteed no evict): with equal lengths that is a bound on requests at once. Online tables (v0.14, Triton): the defaults
/// of <c>trtllm-build</c>, 2,048 requests and 8,192 tokens, and 0.9 of the free memory.
/// The cost model's host overhead is that of a vLLM server, in series with the GPU. <c>trtllm-bench</c> has no server around the engine: nothing is
/// streamed to clients, and the host's work for a step is done while the GPU computes the next one
/// (nvidia.github.io/TensorRT-LLM/features/overlap-scheduler.html): it is given none. Triton is given the cost model's.
/// </remarks>
internal static class TensorRtLlmSettings
{
    private const int BlockSize = 64;
    private const double BenchMemoryShare = 0.95;
    private const double ServerMemoryShare = 0.9;
    private const int BenchRequestsMax = 4_096;
    private const int BenchTokensMax = 32_768;
    private const int BenchTokensMin = 2_048;
    private const int ServerRequests = 2_048;
    private const int ServerTokens = 8_192;

    /// <summary>The settings for <paramref name="deployment"/>.</summary>
    /// <exception cref="InvalidConfigurationException">The model does not fit.</exception>
    public static EngineSettings For(Deployment deployment)
    {
        bool bench = deployment.Load is ServingLoad.Saturated;
        double share = bench ? BenchMemoryShare : ServerMemoryShare;
        (int requests, int tokens) = bench ? Tuned(deployment) : (ServerRequests, ServerTokens);
        MemoryPlan memory = Memory(deployment, requests, tokens);
        int blocks = (int)(memory.Blocks * share);
        int blocksOfRequest = (deployment.SequenceTokens + BlockSize - 1) / BlockSize;
        int fitting = Math.Min(requests, blocks / blocksOfRequest);
        if (fitting == 0)
        {
            throw new InvalidConfigurationException(
                $"no request fits: one of {deployment.SequenceTokens} tokens takes {blocksOfRequest} KV blocks of {BlockSize} tokens, and {deployment.Model.Name} at tensor-parallel-size {deployment.TensorParallelSize} leaves memory for {blocks}.");
        }

        SchedulerOptions scheduling = new()
        {
            TokenBudget = tokens,
            MaxNumSeqs = fitting,
            BlockSize = BlockSize,
            NumGpuBlocks = blocks + 1,
            AttentionWindow = deployment.Model.SlidingWindow ?? 0,
        };
        string origin = bench ? "trtllm-bench's tuning" : "trtllm-build's defaults";
        return new EngineSettings(
            scheduling,
            bench ? HostOverhead.None : HostOverhead.Fitted,
            [string.Create(CultureInfo.InvariantCulture, $"{origin}: budget {tokens}, {requests} requests, {share} of free memory, which holds {fitting} requests{(bench ? ", no host time" : "")}")]);
    }

    /// <summary>Requests at once and tokens of a step, from the lengths of the data and the memory beside the weights.</summary>
    private static (int Requests, int Tokens) Tuned(Deployment deployment)
    {
        MemoryPlan weights = Memory(deployment, requests: 1, tokens: 1);
        double free = BenchMemoryShare * (deployment.Gpu.MemoryBytes - weights.WeightBytes);
        double fitting = Math.Min(free / ((double)weights.KvBytesPerToken * deployment.SequenceTokens), BenchRequestsMax);
        double tokens = Math.Min(fitting * (1 + ((double)deployment.PromptTokens / deployment.OutputTokens)), BenchTokensMax);
        int requests = fitting switch
        {
            < 256 => Math.Max(64, UpTo(32, fitting)),
            < 1_024 => UpTo(128, fitting),
            _ => UpTo(256, fitting),
        };
        int budget = tokens switch
        {
            < 4_096 => Math.Max(BenchTokensMin, UpTo(256, tokens)),
            < 8_192 => UpTo(512, tokens),
            _ => UpTo(1_024, tokens),
        };
        return (requests, Math.Max(budget, requests));
    }

    private static MemoryPlan Memory(Deployment deployment, int requests, int tokens) =>
        MemoryPlan.For(deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision, new MemoryPlanOptions
        {
            GpuMemoryUtilization = 1,
            TokenBudget = tokens,
            MaxNumSeqs = requests,
            BlockSize = BlockSize,
            MaxModelLength = deployment.SequenceTokens,
        });

    private static int UpTo(int multiple, double value) => multiple * (int)Math.Ceiling(value / multiple);
}
