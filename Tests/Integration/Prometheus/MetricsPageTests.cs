using System.Net;
using System.Text;
using Emulator.Api;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Prometheus;

namespace Tests.Integration.Prometheus;

public sealed class MetricsPageTests : ServerTests
{
    // Of what is not modelled vLLM's page has a series at 0, and so has this one; and an engine that never waits is never late.
    private static readonly string[] s_alwaysZero =
    [
        "vllm:external_prefix_cache_", "vllm:mm_cache_", "source=\"external_kv_transfer\"", "finished_reason=\"repetition\"",
        "emulator_step_lateness_seconds_sum",
    ];

    private readonly HttpClient _http = new();

    [Fact]
    public async Task Every_metric_comes_to_a_value_and_the_page_balances_with_the_books()
    {
        // Two requests of 110 tokens cannot both grow to their end in 11 blocks of 16, and a third has to wait for either. No step takes a millisecond only.
        EmulatorServer server = await StartAsync(
            "--num-gpu-blocks-override 12 --max-model-len 128 --enable-prefix-caching true --budget-policy target-step --target-step 1ms --ingest-delay 100ms --max-waiting-queue-length 5 --max-num-queued-reqs 5 --max-num-queued-tokens 200");
        MetricsPage own = new([server.Recorder], [server.Instruments], server.Traffic, showsHidden: false);
        Dictionary<string, double> highest = [];
        TaskCompletionSource stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim goOn = new();
        LiveRequest[] later = [];
        server.Engine.StepListener += step =>
        {
            Keep(highest, new ParsedPage(own.ToString()));
            if (step.Index == 0)
            {
                stands.SetResult();
                goOn.Wait();
            }
            else if (step.Index == 5)
            {
                server.Engine.Abort(later[1], Outcome.Failed, "test");
            }
        };

        LiveRequest[] requests = [Submit(server, "a", 1, 70, 40), Submit(server, "b", 2, 70, 40), Submit(server, "c", 3, 70, 40)];
        await stands.Task;
        using HttpResponseMessage invalid = await PostAsync(server, """{"messages":1}""");
        using HttpResponseMessage behindTokens = await PostAsync(server, """{"synthetic":{"tokens":10,"output_tokens":3}}""");
        using HttpResponseMessage beyondRequests = await PostAsync(server, """{"synthetic":{"tokens":10,"output_tokens":3},"n":3}""");
        later = [Submit(server, "again", 3, 70, 50, maxTokens: 20), Submit(server, "fails", 4, 20, 20), Submit(server, "late", 5, 20, 20, TimeSpan.FromMilliseconds(1))];
        using HttpResponseMessage rejected = await PostAsync(server, """{"synthetic":{"tokens":10,"output_tokens":3}}""");
        goOn.Set();
        foreach (LiveRequest request in requests.Concat(later))
        {
            await request.Over;
        }

        foreach (int level in new[] { 1, 2 })
        {
            await server.Engine.SleepAsync(level, PauseMode.Abort);
            Keep(highest, new ParsedPage(own.ToString()));
            await server.Engine.WakeUpAsync();
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadRequest), (rejected.StatusCode, invalid.StatusCode));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (behindTokens.StatusCode, beyondRequests.StatusCode));
        ParsedPage page = new(await ReadAsync(server));
        Assert.All(VllmMetrics.All.Concat(ProcessFigures.Families).Concat(HttpTraffic.Families), family => Assert.Contains(family.FullName, page.Kinds));
        Assert.Equal("", string.Join('\n', highest.Where(sample => sample.Value == 0 && !sample.Key.Contains("_bucket{", StringComparison.Ordinal) && !s_alwaysZero.Any(part => sample.Key.Contains(part, StringComparison.Ordinal))).Select(sample => sample.Key)));

        LedgerCounts books = server.Engine.Ledger.Read();
        Assert.Equal(new LedgerCounts { Received = 10, Completed = 4, Rejected = 3, TimedOut = 1, Failed = 1, Invalid = 1 }, books);
        Assert.Equal((3, 1, 1, 1), (Success("stop"), Success("length"), Success("abort"), Success("error")));
        Assert.Equal(books.Received - books.Invalid, page.Sum("vllm:request_success_total") + page.Sum("vllm:admission_rejections_total"));
        Assert.Equal(1, page.Sum("emulator_requests_ended_total", "invalid"));
        Assert.Equal(books.Received, page.Sum("emulator_requests_ended_total"));
        CheckTokens(page, server);
        Expected = books with { Received = 0 };

        double Success(string reason) => page.Sum("vllm:request_success_total", $"finished_reason=\"{reason}\"");
    }

    [Fact]
    public async Task The_page_says_its_format_and_needs_no_key()
    {
        EmulatorServer server = await StartAsync("--api-key swordfish");

        using HttpResponseMessage response = await _http.GetAsync(new Uri(server.HttpAddress, "metrics"));

        Assert.Equal((HttpStatusCode.OK, "text/plain; version=1.0.0; charset=utf-8"), (response.StatusCode, response.Content.Headers.GetValues("Content-Type").Single()));
    }

    [Fact]
    public async Task Old_names_are_shown_when_asked_for_with_the_values_of_the_new_ones()
    {
        EmulatorServer plain = await StartAsync();
        EmulatorServer hidden = await StartAsync("--show-hidden-metrics true");
        using HttpResponseMessage answered = await PostAsync(hidden, """{"synthetic":{"tokens":10,"output_tokens":3}}""");

        ParsedPage page = new(await ReadAsync(hidden));

        string[] old = ["vllm:gpu_cache_usage_perc", "vllm:gpu_prefix_cache_queries_total", "vllm:gpu_prefix_cache_hits_total", "vllm:time_per_output_token_seconds"];
        Assert.Empty(old.Intersect(new ParsedPage(await ReadAsync(plain)).Kinds.Keys));
        Assert.Empty(old.Except(page.Kinds.Keys));
        Assert.Equal((2, page.Sum("vllm:inter_token_latency_seconds_sum")), (page.Sum("vllm:time_per_output_token_seconds_count"), page.Sum("vllm:time_per_output_token_seconds_sum")));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Several_answers_to_a_prompt_are_one_call_with_its_n_and_its_longest_answer()
    {
        EmulatorServer server = await StartAsync();
        using HttpResponseMessage answered = await PostAsync(server, """{"synthetic":{"tokens":10,"output_tokens":7},"n":3}""");

        ParsedPage page = new(await ReadAsync(server));

        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal((1, 3), (page.Sum("vllm:request_params_n_count"), page.Sum("vllm:request_params_n_sum")));
        Assert.Equal((1, 7), (page.Sum("vllm:request_max_num_generation_tokens_count"), page.Sum("vllm:request_max_num_generation_tokens_sum")));
        Assert.Equal((3, 21), (page.Sum("vllm:request_success_total"), page.Sum("vllm:request_generation_tokens_sum")));
        Expected = new LedgerCounts { Completed = 3 };
    }

    [Fact]
    public async Task Several_engines_share_a_page_each_with_its_own_label()
    {
        EmulatorServer first = await StartAsync("--served-model-name large");
        EmulatorServer second = await StartAsync("--served-model-name small");
        EngineRecorder recorder = new(second.Setup, second.Engine, engine: 1);

        ParsedPage page = new(new MetricsPage([first.Recorder, recorder], [], new HttpTraffic(), showsHidden: false).ToString());

        Assert.Equal(0, page.Samples["vllm:num_requests_running{engine=\"0\",model_name=\"large\"}"]);
        Assert.Equal(0, page.Samples["vllm:num_requests_running{engine=\"1\",model_name=\"small\"}"]);
        Assert.Equal(2, page.Sum("vllm:cache_config_info"));
    }

    [Fact]
    public async Task A_gateway_finds_block_size_and_number_of_blocks_in_the_cache_configuration()
    {
        EmulatorServer server = await StartAsync("--num-gpu-blocks-override 1001 --max-model-len 4000 --block-size 32 --enable-prefix-caching true");

        string labels = new ParsedPage(await ReadAsync(server)).Samples.Keys.Single(sample => sample.StartsWith("vllm:cache_config_info{", StringComparison.Ordinal));

        Assert.Contains(",block_size=\"32\",", labels, StringComparison.Ordinal);
        Assert.Contains(",num_gpu_blocks=\"1001\",", labels, StringComparison.Ordinal);
        Assert.Contains(",gpu_memory_utilization=\"0.9\",", labels, StringComparison.Ordinal);
        Assert.Contains(",enable_prefix_caching=\"True\",", labels, StringComparison.Ordinal);
        Assert.Contains(",kv_cache_size_tokens=\"32032\",", labels, StringComparison.Ordinal);
        Assert.Contains(",kv_cache_max_concurrency=\"8.008\",", labels, StringComparison.Ordinal);
        Assert.Contains(",engine=\"0\",", labels, StringComparison.Ordinal);
    }

    private static void CheckTokens(ParsedPage page, EmulatorServer server)
    {
        // a, b and c sample 40 each, the same prompt again 20; the timeout and the failure came before any.
        Assert.Equal((140, 280), (page.Sum("vllm:generation_tokens_total"), page.Sum("vllm:prompt_tokens_total")));
        Assert.Equal(page.Sum("vllm:prompt_tokens_total"), page.Sum("vllm:prompt_tokens_by_source_total"));
        Assert.Equal((4, 136), (page.Sum("vllm:time_to_first_token_seconds_count"), page.Sum("vllm:inter_token_latency_seconds_count")));
        Assert.Equal(page.Sum("vllm:request_decode_time_seconds_sum"), page.Sum("vllm:inter_token_latency_seconds_sum"), 1e-9);
        Assert.Equal(page.Sum("vllm:generation_tokens_total") + page.Sum("vllm:prompt_tokens_by_source_total", "local_compute"), page.Sum("vllm:iteration_tokens_total_sum"));
        Assert.Equal(server.Engine.State.Preemptions, page.Sum("vllm:num_preemptions_total"));
        Assert.Equal(server.Engine.State.Preemptions, page.Sum("vllm:request_num_preemptions_sum"));
        Assert.Equal(server.Engine.State.ComputedTokens, page.Sum("emulator_tokens_computed_total"));
        Assert.Equal(page.Sum("vllm:prefix_cache_hits_total"), page.Sum("vllm:prompt_tokens_cached_total"));
    }

    private static void Keep(Dictionary<string, double> highest, ParsedPage page)
    {
        foreach ((string series, double value) in page.Samples)
        {
            highest[series] = Math.Max(value, highest.GetValueOrDefault(series));
        }
    }

    private static LiveRequest Submit(EmulatorServer server, string id, ulong prompt, int promptTokens, int outputTokens, TimeSpan? timeout = null, int maxTokens = 58)
    {
        LiveRequest request = new(id, new TokenSequence(new TokenRun(prompt << 32, promptTokens)), maxTokens, outputTokens, streamBufferTokens: 100, timeout);
        server.Engine.Ledger.Receive();
        Assert.True(server.Engine.Submit(request));
        return request;
    }

    private Task<string> ReadAsync(EmulatorServer server) => _http.GetStringAsync(new Uri(server.HttpAddress, "metrics"));

    private Task<HttpResponseMessage> PostAsync(EmulatorServer server, string body) =>
        _http.PostAsync(new Uri(server.HttpAddress, "v1/chat/completions"), new StringContent(body, Encoding.UTF8, "application/json"));
}
