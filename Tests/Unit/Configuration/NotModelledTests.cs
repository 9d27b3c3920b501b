using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using Emulator.Configuration.VllmFlags;

namespace Tests.Unit.Configuration;

/// <summary>Options of vLLM that change timing or memory and are not modelled are errors, whoever gives them.</summary>
public sealed class NotModelledTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [Theory]
    [InlineData("quantization", "awq", "quantization is awq (flag --quantization), but quantization other than dtype fp8 is not modelled; allowed is none.")]
    [InlineData("quantization", "fp8", "quantization is fp8 (flag --quantization), but here fp8 weights are asked for with dtype fp8; allowed is none.")]
    [InlineData("enable-lora", "true", "enable-lora is true (flag --enable-lora), but LoRA is not modelled; allowed is false.")]
    [InlineData("pipeline-parallel-size", "2", "pipeline-parallel-size is 2 (flag --pipeline-parallel-size), but pipeline parallelism is not modelled; allowed is 1.")]
    [InlineData("enable-expert-parallel", "true", "enable-expert-parallel is true (flag --enable-expert-parallel), but expert parallelism is not modelled; allowed is false.")]
    [InlineData("data-parallel-size", "8", "data-parallel-size is 8 (flag --data-parallel-size), but data parallelism inside one server (start several with replicas) is not modelled; allowed is 1.")]
    [InlineData("decode-context-parallel-size", "2", "decode-context-parallel-size is 2 (flag --decode-context-parallel-size), but context parallelism is not modelled; allowed is 1.")]
    [InlineData("speculative-config", "{\"method\": \"ngram\"}", "speculative-config is {\"method\": \"ngram\"} (flag --speculative-config), but speculative decoding is not modelled; allowed is none.")]
    [InlineData("cpu-offload-gb", "4", "cpu-offload-gb is 4 (flag --cpu-offload-gb), but offloading weights to the host is not modelled; allowed is 0.")]
    [InlineData("enforce-eager", "true", "enforce-eager is true (flag --enforce-eager), but execution without CUDA graphs is not modelled; allowed is false.")]
    public void A_value_that_asks_for_something_is_one_sentence(string option, string value, string sentence) =>
        Assert.Equal(sentence, Refusal(new() { [option] = value }, s_none));

    [Fact]
    public void Every_source_is_asked()
    {
        using TemporaryFile file = new("pipeline-parallel-size: 2\nspeculative-config: {method: ngram}\n");
        using TemporaryFile preset = new("model: Mistral-7B\ngpu: L40S\nenable-lora: true\n");

        Assert.Equal(
            "pipeline-parallel-size is 2 (environment EMULATOR__PIPELINE_PARALLEL_SIZE), but pipeline parallelism is not modelled; allowed is 1.",
            Refusal([], new() { ["EMULATOR__PIPELINE_PARALLEL_SIZE"] = "2" }));
        Assert.Equal(
            $"pipeline-parallel-size is 2 (file {file.Path} line 1), but pipeline parallelism is not modelled; allowed is 1.\n"
            + $"speculative-config is a list or a mapping (file {file.Path} line 2), but speculative decoding is not modelled; allowed is none.",
            Refusal([], s_none, file.Path));
        Assert.Equal(
            $"enable-lora is true (preset {preset.Path} line 3), but LoRA is not modelled; allowed is false.",
            Refusal(new() { ["preset"] = preset.Path }, s_none));
    }

    [Theory]
    [InlineData("speculative-config.method: ngram", "speculative-config is {\"method\":\"ngram\"} (file {0} line 1), but speculative decoding is not modelled; allowed is none.")]
    [InlineData("speculative_config.draft.num_tokens: 3", "speculative-config is {\"draft.num_tokens\":\"3\"} (file {0} line 1), but speculative decoding is not modelled; allowed is none.")]
    [InlineData("no-enforce-eager: false\nenforce-eager: true", "enforce-eager is true (file {0} line 2), but execution without CUDA graphs is not modelled; allowed is false.")]
    public void Keys_of_a_file_are_known_as_flags_are(string yaml, string sentence)
    {
        using TemporaryFile file = new(yaml);

        Assert.Equal(sentence.Replace("{0}", file.Path, StringComparison.Ordinal), Refusal([], s_none, file.Path));
    }

    [Theory]
    [InlineData("no-enable-chunked-prefill: true", false)]
    [InlineData("no_enable_chunked_prefill: yes", false)]
    [InlineData("no-enable-chunked-prefill: false", true)]
    [InlineData("no-enforce-eager: true\nlora-modules: []\nmiddleware: []\nserved-model-name: []\nhf-overrides: {}\ncompilation-config: {}", true)]
    public void A_key_that_turns_off_or_asks_for_nothing_is_taken(string yaml, bool chunks)
    {
        using TemporaryFile file = new(yaml);

        Assert.Equal(ServerOptions.FromPreset(ServerOptions.DefaultPreset) with { EnableChunkedPrefill = chunks }, ServerOptions.Parse(s_none, s_none, file.Path).Options);
    }

    [Theory]
    [InlineData("quantization", "none")]
    [InlineData("hf-overrides", "{}")]
    [InlineData("compilation-config", "{}")]
    [InlineData("attention-config", "{ }")]
    [InlineData("middleware", "[]")]
    [InlineData("quantization", "")]
    [InlineData("enable-lora", "False")]
    [InlineData("enforce-eager", "0")]
    [InlineData("pipeline-parallel-size", "1")]
    [InlineData("data-parallel-size", "1")]
    [InlineData("cpu-offload-gb", "0.0")]
    [InlineData("speculative-config", "null")]
    public void A_value_that_asks_for_nothing_changes_nothing(string option, string value)
    {
        EffectiveConfiguration configuration = ServerOptions.Parse(new Dictionary<string, string> { [option] = value });

        Assert.Equal(ServerOptions.FromPreset(ServerOptions.DefaultPreset), configuration.Options);
        Assert.DoesNotContain(option, configuration.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve --enable-lora", "enable-lora is true (flag --enable-lora), but LoRA is not modelled; allowed is false.")]
    [InlineData("serve -pp 2", "pipeline-parallel-size is 2 (flag --pipeline-parallel-size), but pipeline parallelism is not modelled; allowed is 1.")]
    [InlineData("serve -q gptq", "quantization is gptq (flag --quantization), but quantization other than dtype fp8 is not modelled; allowed is none.")]
    [InlineData("serve --speculative-config={} --no-enable-lora", "speculative-config is {} (flag --speculative-config), but speculative decoding is not modelled; allowed is none.")]
    public async Task The_command_line_knows_them_as_vLLM_spells_them(string line, string sentence)
    {
        using StringWriter output = new();
        using StringWriter error = new();

        Assert.Equal(ExitCode.BadUsage, await CommandLine.RunAsync(line.Split(' '), output, error));
        Assert.Equal(sentence, error.ToString().TrimEnd());
    }

    [Fact]
    public void None_of_them_is_an_option() =>
        Assert.Empty(VllmFlagTable.All.Where(flag => flag.Treatment == FlagTreatment.NotModelled).SelectMany(flag => flag.ShortNames.Prepend(flag.Name)).Intersect(ServerOptionTable.Names));

    private static string Refusal(Dictionary<string, string> flags, Dictionary<string, string> environment, string? configFile = null) =>
        Assert.Throws<InvalidConfigurationException>(() => ServerOptions.Parse(flags, environment, configFile)).Message;
}
