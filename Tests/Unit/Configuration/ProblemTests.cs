using Emulator;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.CostModel.Latencies;

namespace Tests.Unit.Configuration;

public class ProblemTests
{
    private static readonly ServerOptions s_good = ServerOptions.FromPreset(ServerOptions.DefaultPreset);

    public static TheoryData<string, string> WrongValues { get; } = new()
    {
        { "tensor-parallel-size", "0" },
        { "tensor-parallel-size", "two" },
        { "tp", "1.5" },
        { "dtype", "int4" },
        { "kv-cache-dtype", "int8" },
        { "gpu-memory-utilization", "0" },
        { "gpu-memory-utilization", "1.01" },
        { "gpu-memory-utilization", "NaN" },
        { "max-model-len", "0" },
        { "max-model-len", "-2" },
        { "max-model-len", "1.5K" },
        { "max-num-seqs", "0" },
        { "max-num-seqs", "99999999999999999999999999999999" },
        { "max-num-batched-tokens", "1kk" },
        { "budget-policy", "best" },
        { "target-step", "fast" },
        { "ingest-delay", "-1ms" },
        { "ingest-delay-per-token", "2s" },
        { "latency", "20ms" },
        { "latency", "ttft=200ms" },
        { "latency", "ttft=200ms,itl=20ms,tpot=20ms" },
        { "latency", "ttft=200ms,itl=20ms,itl=20ms" },
        { "latency", "ttft=200ms,itl=gamma(20ms,2)" },
        { "latency", "ttft=200ms,itl=uniform(20ms)" },
        { "latency", "ttft=200ms,itl=uniform(20ms,10ms)" },
        { "latency", "ttft=lognormal(200ms,9),itl=20ms" },
        { "latency", "ttft=200ms,itl=0s" },
        { "enable-chunked-prefill", "maybe" },
        { "long-prefill-token-threshold", "-1" },
        { "scheduling-policy", "lifo" },
        { "enable-prefix-caching", "" },
        { "block-size", "0" },
        { "num-gpu-blocks-override", "1" },
        { "scheduler-reserve-full-isl", "2" },
        { "watermark", "1" },
        { "max-waiting-queue-length", "0" },
        { "max-num-queued-reqs", "-1" },
        { "max-num-queued-tokens", "few" },
        { "max-request-body-size", "0" },
        { "max-request-body-size", "1TB" },
        { "h11-max-incomplete-event-size", "1" },
        { "h11-max-header-count", "0" },
        { "max-connections", "0" },
        { "request-headers-timeout", "0" },
        { "keep-alive-timeout", "-1s" },
        { "allow-credentials", "perhaps" },
        { "time-scale", "-0.1" },
        { "time-scale", "Infinity" },
        { "seed", "-1" },
        { "request-timeout", "0" },
        { "request-timeout", "1 fortnight" },
        { "host", "no host" },
        { "host", "a..b" },
        { "grpc-port", "65536" },
        { "http-port", "-1" },
        { "admin-grpc-port", "http" },
        { "stream-interval", "0" },
        { "stream-buffer-tokens", "0" },
        { "drain-timeout", "-1s" },
        { "trace-step-ratio", "1.1" },
        { "model", "" },
        { "gpu", " " },
        { "served-model-name", "" },
        { "journal", "" },
    };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_value_gives_one_sentence_with_option_value_and_what_is_allowed(string option, string value)
    {
        string name = ServerOptionTable.Find(option)!.Name;

        string[] problems = Wrong(new() { [option] = value }).Split('\n');

        Assert.Matches($"^{name} is .*{System.Text.RegularExpressions.Regex.Escape(value.Trim())}.* \\(flag --{option}\\); allowed are .+\\.$", problems[0]);
        Assert.True(problems.Length == 1 || (problems.Length == 2 && problems[1].StartsWith("stream-buffer-tokens is", StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Fact]
    public void All_problems_come_at_once()
    {
        string problems = Wrong(new() { ["block-size"] = "0", ["tp"] = "x", ["max-num-sqes"] = "1" });

        Assert.Equal(
            """
            tensor-parallel-size is 'x' (flag --tp); allowed are whole numbers from 1 to 64.
            flag --max-num-sqes is not an option; did you mean --max-num-seqs?
            block-size is 0 (flag --block-size); allowed are whole numbers from 1 to 1,024.
            """,
            problems);
    }

    [Fact]
    public void A_key_that_no_option_has_is_an_error_in_a_file()
    {
        using TemporaryFile file = new("seed: 1\nmax_num_seq: 4\n");

        Assert.Equal($"max_num_seq (file {file.Path} line 2) is not an option; did you mean max-num-seqs?", Wrong([], configFile: file.Path));
    }

    [Fact]
    public void A_key_that_no_option_has_is_an_error_in_the_environment() => Assert.Equal(
        "environment EMULATOR__MAX_NUM_SEQ is not an option; did you mean EMULATOR__MAX_NUM_SEQS?",
        Wrong([], new() { ["EMULATOR__MAX_NUM_SEQ"] = "4" }));

    [Fact]
    public void An_option_under_two_names_is_an_error() => Assert.Equal(
        "flag --tp gives tensor-parallel-size a second time; allowed is one value.",
        Wrong(new() { ["tensor-parallel-size"] = "2", ["tp"] = "4" }));

    [Theory]
    [InlineData("[1, 2]", "is no single mapping")]
    [InlineData("max-num-seqs: [1]", "max-num-seqs (file")]
    [InlineData("max-num-seqs: 1\nmax-num-seqs: 2", "line 2 gives max-num-seqs a second time; allowed is one value.")]
    [InlineData("{\"port\": 1, \"port\": 2}", "line 1 gives port a second time; allowed is one value.")]
    [InlineData("no-enable-chunked-prefill: perhaps", "line 1); allowed are true and false.")]
    [InlineData("no-max-num-seqs: true", "is not an option")]
    [InlineData("enable-chunked-prefill: true\nno-enable-chunked-prefill: true", "gives enable-chunked-prefill a second time")]
    [InlineData("max-logprobs: -2", "allowed are whole numbers from -1 to 1,000.")]
    [InlineData("{ \"seed\": ", "is neither YAML nor JSON")]
    public void A_file_that_is_no_mapping_of_single_values_is_an_error(string text, string part)
    {
        using TemporaryFile file = new(text);

        Assert.Contains(part, Wrong([], configFile: file.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.StartsWith("configuration file 'no-such-file.yaml' cannot be read", Wrong([], configFile: "no-such-file.yaml"), StringComparison.Ordinal);

    [Fact]
    public void A_budget_below_the_number_of_sequences_is_a_problem() => Assert.Equal(
        ["max-num-batched-tokens is 100, below max-num-seqs (256), so that not every request could decode in a step; allowed are 256 and more."],
        (s_good with { MaxNumBatchedTokens = 100 }).Problems());

    [Fact]
    public void A_budget_beside_a_policy_that_computes_it_is_a_problem() => Assert.Equal(
        ["max-num-batched-tokens is 8192, but budget-policy study computes it; allowed are auto, or 8192 with budget-policy fixed."],
        (s_good with { BudgetPolicy = BudgetPolicy.Study }).Problems());

    [Fact]
    public void A_long_prefill_threshold_without_chunking_is_a_problem() => Assert.Equal(
        ["long-prefill-token-threshold is 512, but enable-chunked-prefill is false and no prompt may be cut; allowed is 0."],
        (s_good with { EnableChunkedPrefill = false, LongPrefillTokenThreshold = 512 }).Problems());

    [Fact]
    public void A_target_without_its_policy_is_a_problem() => Assert.Equal(
        ["target-step is 25ms, but budget-policy is not target-step and nothing would follow it; allowed is auto, or budget-policy target-step."],
        (s_good with { TargetStep = TimeSpan.FromMilliseconds(25) }).Problems());

    [Fact]
    public void A_target_of_no_time_is_a_problem() => Assert.Equal(
        ["target-step is 0s; allowed are auto and durations from 100us to 3600s."],
        (s_good with { BudgetPolicy = BudgetPolicy.TargetStep, TargetStep = TimeSpan.Zero }).Problems());

    [Fact]
    public void A_target_where_no_prompt_may_be_cut_is_a_problem() => Assert.Equal(
        ["budget-policy is target-step, but enable-chunked-prefill is false and no prompt may be cut to meet a target; allowed are fixed and study, or enable-chunked-prefill true."],
        (s_good with { BudgetPolicy = BudgetPolicy.TargetStep, EnableChunkedPrefill = false }).Problems());

    [Fact]
    public void A_target_for_steps_whose_length_is_given_is_a_problem() => Assert.Equal(
        ["budget-policy is target-step, but under latency ttft=200ms,itl=20ms a step's length does not depend on what is in it; allowed are fixed and study, or latency auto."],
        (s_good with { BudgetPolicy = BudgetPolicy.TargetStep, Latency = Latencies(200, 20) }).Problems());

    [Fact]
    public void A_first_token_that_comes_sooner_than_a_step_takes_is_a_problem() => Assert.Equal(
        ["latency is ttft=10ms,itl=20ms, where the first token takes 10 ms (mean of ttft), less than the one step of 20 ms (mean of itl) that it needs; allowed is a ttft of at least the itl."],
        (s_good with { Latency = Latencies(10, 20) }).Problems());

    [Fact]
    public void A_budget_beside_a_target_is_none() => Assert.Empty((s_good with { BudgetPolicy = BudgetPolicy.TargetStep, MaxNumBatchedTokens = 4_096 }).Problems());

    [Fact]
    public void A_stream_buffer_smaller_than_what_is_sent_at_once_is_a_problem() => Assert.Equal(
        ["stream-buffer-tokens is 4, below stream-interval (8), so that no token would ever be sent; allowed are 8 and more."],
        (s_good with { StreamInterval = 8, StreamBufferTokens = 4 }).Problems());

    [Fact]
    public void Doors_cannot_share_a_port_unless_each_takes_a_free_one()
    {
        Assert.Equal(
            ["grpc-port and admin-grpc-port are both 9191; allowed are different ports, or 0 for a free one."],
            (s_good with { GrpcPort = 9_191 }).Problems());
        Assert.Empty((s_good with { GrpcPort = 0, HttpPort = 0, AdminGrpcPort = 0 }).Problems());
    }

    [Fact]
    public void A_secret_is_in_no_message() =>
        Assert.Equal("api-key is not usable (flag --api-key); allowed are none, and one or several of keys of printable ASCII without spaces.", Wrong(new() { ["api-key"] = "sword fish" }));

    private static TokenLatencies Latencies(double ttftMilliseconds, double itlMilliseconds) =>
        new(new FixedLatency(TimeSpan.FromMilliseconds(ttftMilliseconds)), new FixedLatency(TimeSpan.FromMilliseconds(itlMilliseconds)));

    private static string Wrong(Dictionary<string, string> flags, Dictionary<string, string>? environment = null, string? configFile = null) =>
        Assert.Throws<InvalidConfigurationException>(() => ServerOptions.Parse(flags, environment, configFile)).Message;
}
