namespace LoadGen.Fidelity;

/// <summary>The page that shows how every published end-to-end row was simulated, and what came out.</summary>
public static class EndToEndPage
{
    /// <summary>The page as Markdown; the plot and the rows as CSV lie beside it.</summary>
    public static string Text(IReadOnlyList<EndToEndResult> results) =>
        $"""
        # Published servers, end to end

        `loadgen fidelity` writes this page: every row of `end_to_end.csv` through the whole simulator, scheduler, KV cache, cost model and virtual clock,
        with the shipped coefficients. The same as data: [end-to-end.csv](end-to-end.csv).

        ![predicted over measured](end-to-end.svg)

        ## Errors

        {EndToEndMarkdown.Summary(results)}
        The plain roofline is a textbook device (half of the FLOP/s, 0.8 of the bandwidth, no fixed costs, no host time) in the same simulations. Its means
        are small where two errors cancel: too fast for small steps, too slow for large ones.

        ## How a row is simulated

        | load | requests | settings |
        |---|---|---|
        | `concurrency` N | N clients, ten requests each; all start at once, and each sends its next request when the one before has ended. Answers are uniform within 10 % of osl. | vLLM's API server: a budget of 8,192 tokens and 1,024 requests on GPUs of 70 GiB and more, 2,048 and 256 on smaller ones and on A100; 0.9 of the memory; blocks of 16 |
        | `concurrency` max | all at once; 1,000 to 30,000 by length as NVIDIA published, 3,000 or 1,500 for lengths it did not | `trtllm-bench`: as many requests as fit whole, at most 4,096; a budget of requests x (1 + isl/osl), 2,048 to 32,768 tokens; 0.95 of the memory that weights, activations and runtime leave; blocks of 64; no host time |
        | `qps` X | 500 Poisson arrivals, the mean of five draws | TensorRT-LLM behind Triton: 2,048 requests and 8,192 tokens, the defaults of `trtllm-build`; 0.9 of the free memory; blocks of 64 |
        | `qps` INF | 500 at once | the same |

        Sources: NVIDIA/TensorRT-LLM `perf-overview.md` @ 258c7540 and @ 00f37686 (request counts, 500 online requests, 0.95 of free
        memory), `tensorrt_llm/bench/build/tuning.py` (batch and budget from the lengths); vllm-project/vllm `vllm/engine/arg_utils.py` (defaults by device).
        TensorRT-LLM starts a request only when its whole answer has memory, so that at most as many run as fit; vLLM starts it when its prompt does.

        Two things are inferred from the measurements, because the source of the `concurrency` rows does not say them. *Ten requests a client*: the first
        wave, whose prompts wait for each other, weighs a tenth in the published mean TTFT, at 4 clients as at 64. *Answers that differ*: clients with equal
        answers would stay in step, and the prompts of 4 clients would always be computed together (234 ms for Llama-3.1-70B on 4 H100; 80 ms were measured).
        TPOT depends on neither by more than a point in the mean.

        What a metric is: `output_tok_s` and `request_s` are over the time from the first arrival to the last token, start and end of the run included, as
        the benchmarks count them. `ttft_ms` and `mean_ttft_ms` begin when a request is due: the front end (HTTP, tokenising, Triton) takes no time here, as
        the ingest delay is 0 by default. `tpot_ms` is a request's (last - first token)/(tokens - 1): steps that also compute other requests' prompts are in
        it. `mean_itl_ms`, `mean_ttft_ms` and `request_s` are published as whole numbers: 8 ms may be 7.5 or 8.5.

        *Host time.* The cost model's host overhead was fitted on vLLM servers, whose host works while the GPU waits. `trtllm-bench` has no server, and its
        host works while the GPU does, so `concurrency` max is simulated without; the columns "with a server's host time" have it.

        `bf16?` means that the source does not state the format; bf16 is assumed. `fp16` costs what bf16 costs.

        ## Every row

        Where the error is {KnownMiss.Threshold * 100:0} % or more, the last column says why as far as that is known; more on the published rows in [misses.md](misses.md).

        {EndToEndMarkdown.Rows(results)}
        """.ReplaceLineEndings("\n");
}
