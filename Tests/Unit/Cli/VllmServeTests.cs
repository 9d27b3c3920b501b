using System.Text.RegularExpressions;
using Emulator.Cli;

namespace Tests.Unit.Cli;

/// <summary>Command lines of <c>vllm serve</c> as people publish them in documents, scripts and charts, and what becomes of each.</summary>
public sealed partial class VllmServeTests
{
    /// <summary>Line; settings that must come out; flags that the note must name.</summary>
    public static TheoryData<string, string, string> Lines { get; } = new()
    {
        { "meta-llama/Llama-3.1-8B-Instruct", "model=meta-llama/Llama-3.1-8B-Instruct gpu=H100-SXM tensor-parallel-size=1 http-port=8000", "" },
        { "meta-llama/Llama-3.1-8B-Instruct --host 0.0.0.0 --port 8000", "host=0.0.0.0 http-port=8000", "" },
        { "Qwen/Qwen3-32B --port 8000 --max-model-len 32768", "model=Qwen/Qwen3-32B max-model-len=32768", "" },
        { "Qwen/Qwen3-32B --enable-auto-tool-choice --tool-call-parser hermes", "model=Qwen/Qwen3-32B enable-auto-tool-choice=true tool-call-parser=hermes", "" },
        { "openai/gpt-oss-120b --served-model-name gpt-oss-120b --max-model-len 16384 --port 8000", "served-model-name=gpt-oss-120b max-model-len=16384", "" },
        { "openai/gpt-oss-120b --gpu-memory-utilization 0.95 --max-model-len 32768 --max-num-seqs 16 --max-num-batched-tokens 4096", "gpu-memory-utilization=0.95 max-num-seqs=16 max-num-batched-tokens=4096", "" },
        { "openai/gpt-oss-120b --tensor-parallel-size 4 --port 8000 --host 0.0.0.0 --gpu-memory-utilization 0.95 --max-model-len 8192", "tensor-parallel-size=4 max-model-len=8192", "" },
        { "openai/gpt-oss-120b --port 8000 --no-enable-prefix-caching", "enable-prefix-caching=false", "" },
        { "openai/gpt-oss-120b --enable-auto-tool-choice --tool-call-parser openai --chat-template chat.template --tensor-parallel-size 1 --max-model-len 4096", "max-model-len=4096 enable-auto-tool-choice=true tool-call-parser=openai", "chat-template" },
        { "mistralai/Mistral-7B-Instruct-v0.3 --port 1234 --gpu-memory-utilization 0.9", "model=mistralai/Mistral-7B-Instruct-v0.3 http-port=1234", "" },
        { "mistralai/Mistral-7B-Instruct-v0.3 --tokenizer-mode mistral --config-format mistral --load-format mistral --limit-mm-per-prompt.image 4 --max-model-len 16384", "max-model-len=16384", "config-format limit-mm-per-prompt load-format tokenizer-mode" },
        { "Qwen/Qwen2.5-72B-Instruct --port 8001 --host 0.0.0.0 --tensor-parallel-size 4 --max-model-len 32768", "model=Qwen/Qwen2.5-72B-Instruct tensor-parallel-size=4 http-port=8001", "" },
        { "Qwen/Qwen2.5-32B-Instruct --host 0.0.0.0 --port 8000 --enable-auto-tool-choice --tool-call-parser hermes --max-model-len 32768", "max-model-len=32768 enable-auto-tool-choice=true", "" },
        { "meta-llama/Llama-3.1-70B-Instruct --tensor-parallel-size 4 --max-model-len 32768 --enable-prefix-caching --kv-cache-dtype fp8", "enable-prefix-caching=true kv-cache-dtype=fp8", "" },
        { "meta-llama/Llama-3.1-70B-Instruct --host 0.0.0.0 --port 8000 -tp 4 --max-num-seqs 1024 --served-model-name meta-llama/Llama-3.1-70B-Instruct --enable-chunked-prefill", "tensor-parallel-size=4 max-num-seqs=1024 enable-chunked-prefill=true", "" },
        { "meta-llama/Llama-3.1-8B-Instruct --api-key token-abc123 --generation-config vllm --dtype auto", "api-key=(hidden) dtype=auto", "generation-config" },
        { "--model meta-llama/Meta-Llama-3-8B-Instruct --trust-remote-code --download-dir /data --disable-log-stats --uvicorn-log-level warning", "model=meta-llama/Meta-Llama-3-8B-Instruct", "disable-log-stats download-dir trust-remote-code uvicorn-log-level" },
        { "--enable-prefix-caching meta-llama/Llama-3.1-8B-Instruct", "model=meta-llama/Llama-3.1-8B-Instruct enable-prefix-caching=true", "" },
        { "--trust-remote-code Qwen/Qwen2.5-7B-Instruct --distributed-executor-backend mp", "model=Qwen/Qwen2.5-7B-Instruct", "distributed-executor-backend trust-remote-code" },
        { "Qwen/Qwen2.5-7B-Instruct --max_model_len=16k --max_num_batched_tokens 4K --gpu_memory_utilization=0.85", "max-model-len=16000 max-num-batched-tokens=4096 gpu-memory-utilization=0.85", "" },
        { "Qwen/Qwen2.5-7B-Instruct --max-model-len -1 --dtype half --seed 42", "max-model-len=auto dtype=float16 seed=42", "" },
        { "Qwen/Qwen3-30B-A3B --reasoning-parser qwen3 --enable-log-requests --override-generation-config '{\"temperature\": 0.6}'", "model=Qwen/Qwen3-30B-A3B", "enable-log-requests override-generation-config reasoning-parser" },
        { "mistralai/Mixtral-8x7B-Instruct-v0.1 -tp 2 --allowed-origins '[\"https://chat.example.org\"]' --ssl-certfile cert.pem --ssl-keyfile key.pem", "allowed-origins=https://chat.example.org tls-cert=cert.pem tls-key=key.pem", "" },
        { "meta-llama/Llama-3.1-8B-Instruct --served-model-name llama chat --api-key a b --max-num-queued-reqs 512 --max-num-queued-tokens 256K", "served-model-name=[\"llama\",\"chat\"] api-key=(hidden) max-num-queued-reqs=512 max-num-queued-tokens=262144", "" },
        { "meta-llama/Llama-3.1-8B-Instruct -dp 1 -pp 1 --scheduling-policy priority --stream-interval 4 --shutdown-timeout 60 -O2", "scheduling-policy=priority stream-interval=4 drain-timeout=60s", "" },
        { "meta-llama/Llama-3.1-8B-Instruct --max-logprobs -1 --shutdown-timeout 0", "max-logprobs=-1 drain-timeout=0s", "" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task What_the_line_asks_for_comes_out(string line, string settings, string harmless)
    {
        (int exitCode, string output, string error) = await EmulatorRun.Of(["serve", "--print-config", .. Words(line)]);

        Assert.Equal((ExitCode.Done, settings), (exitCode, string.Join(' ', settings.Split(' ').Select(setting => Shown(output, setting.Split('=')[0])))));
        Assert.Equal(harmless, string.Join(' ', FlagName().Matches(error).Select(match => match.Value[2..]).Order(StringComparer.Ordinal)));
        Assert.True(error.Count(letter => letter == '\n') <= 1, error);
    }

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct -O '{\"level\": 3}'", "optimization-level is {\"level\": 3} (flag --optimization-level), but an optimization level other than vLLM's default is not modelled; allowed is 2.")]
    [InlineData("openai/gpt-oss-120b --tensor-parallel-size 2 --async-scheduling", "async-scheduling is true (flag --async-scheduling), but asynchronous scheduling is not modelled; allowed is false.")]
    [InlineData("openai/gpt-oss-120b --speculative-config '{\"method\": \"draft_model\", \"num_speculative_tokens\": 3}'", "speculative-config is {\"method\": \"draft_model\", \"num_speculative_tokens\": 3} (flag --speculative-config), but speculative decoding is not modelled; allowed is none.")]
    [InlineData("Qwen/Qwen3-32B --speculative-config.method ngram --speculative_config.num_speculative_tokens 5", "speculative-config is {\"method\":\"ngram\",\"num_speculative_tokens\":\"5\"} (flag --speculative-config), but speculative decoding is not modelled; allowed is none.")]
    [InlineData("Qwen/Qwen3-32B -sc.method ngram -sc.model=a.b", "speculative-config is {\"method\":\"ngram\",\"model\":\"a.b\"} (flag --speculative-config), but speculative decoding is not modelled; allowed is none.")]
    [InlineData("Qwen/Qwen3-32B -cc.mode=3", "compilation-config is {\"mode\":\"3\"} (flag --compilation-config), but a choice of compilation is not modelled; allowed is none.")]
    [InlineData("Qwen/Qwen3-32B -ac.backend=X", "attention-config is {\"backend\":\"X\"} (flag --attention-config), but a choice of kernels is not modelled; allowed is none.")]
    [InlineData("Qwen/Qwen3-32B --tokenizer meta-llama/Llama-3.1-8B-Instruct", "tokenizer is 'meta-llama/Llama-3.1-8B-Instruct', but there is no such file, and names of Hugging Face are not fetched; allowed are auto, and paths of a tokenizer.json, a tiktoken file or a tokenizer.model.")]
    [InlineData("Qwen/Qwen3-32B --tokenizer /tmp", "tokenizer is '/tmp', which is a folder; allowed are auto, and paths of a tokenizer.json, a tiktoken file or a tokenizer.model.")]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct --speculative-model meta-llama/Llama-3.2-1B-Instruct", "speculative-model (flag --speculative-model) is no flag of vLLM 0.32 any more: speculative-config took its place.")]
    [InlineData("Qwen/Qwen2.5-7B-Instruct --enable-lora --lora-modules a=/a b=/b --max-lora-rank 32", "enable-lora is true (flag --enable-lora), but LoRA is not modelled; allowed is false.\nlora-modules is a=/a b=/b (flag --lora-modules), but LoRA is not modelled; allowed is none.")]
    [InlineData("Qwen/Qwen3-30B-A3B -tp 2 -ep", "enable-expert-parallel is true (flag --enable-expert-parallel), but expert parallelism is not modelled; allowed is false.")]
    [InlineData("-ep Qwen/Qwen3-30B-A3B", "enable-expert-parallel is true (flag --enable-expert-parallel), but expert parallelism is not modelled; allowed is false.")]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct --disable-log-requests", "disable-log-requests (flag --disable-log-requests) is no flag of vLLM 0.32 any more: requests are logged only with enable-log-requests.")]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct --swap-space 4", "swap-space (flag --swap-space) is no flag of vLLM 0.32 any more: preempted requests are computed again.")]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct --model Qwen/Qwen3-32B", "MODEL is 'meta-llama/Llama-3.1-8B-Instruct', but --model is 'Qwen/Qwen3-32B'; allowed is one of the two.")]
    [InlineData("Qwen/Qwen3-32B --dtype float32", "dtype is 'float32' (flag --dtype); allowed are auto, bfloat16, float16, half and fp8.")]
    [InlineData("Qwen/Qwen3-32B --max-model-len 1.5K", "max-model-len is '1.5K' (flag --max-model-len); allowed are auto and whole numbers from 1 to 100,000,000, also as 16k (16,000) or 16K (16,384).")]
    [InlineData("Qwen/Qwen3-32B --ssl-keyfile key.pem", "tls-key is key.pem, but tls-cert is none and nothing is encrypted; allowed is none, or a tls-cert.")]
    public async Task What_cannot_be_is_said_and_ends_with_exit_code_2(string line, string sentences)
    {
        (int exitCode, string output, string error) = await EmulatorRun.Of(["serve", "--print-config", .. Words(line)]);

        Assert.Equal((ExitCode.BadUsage, "", sentences), (exitCode, output, error.TrimEnd()));
    }

    [Fact]
    public async Task A_model_that_nobody_knows_has_the_nearest_name()
    {
        (int exitCode, _, string error) = await EmulatorRun.Of("serve", "meta-llama/Llama-3.1-8B-Instrukt", "--http-port", "0", "--grpc-port", "0", "--admin-grpc-port", "0");

        Assert.Equal(ExitCode.BadUsage, exitCode);
        Assert.StartsWith("model is 'meta-llama/Llama-3.1-8B-Instrukt', which is not in the catalogue; did you mean Llama-3.1-8B?", error, StringComparison.Ordinal);
    }

    // As a shell would: single quotes hold a word together.
    private static IEnumerable<string> Words(string line) => Word().Matches(line).Select(match => match.Value.Trim('\''));

    private static string Shown(string yaml, string key)
    {
        string line = yaml.Split('\n').Single(line => line.StartsWith($"{key}: ", StringComparison.Ordinal) || line.StartsWith($"# {key}: ", StringComparison.Ordinal));
        string value = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        return $"{key}={value[..value.IndexOf("  #", StringComparison.Ordinal)].Trim().Trim('\'')}";
    }

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("--[a-z0-9-]+")]
    private static partial Regex FlagName();
}
