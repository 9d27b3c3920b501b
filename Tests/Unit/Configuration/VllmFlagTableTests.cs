using Emulator;
using Emulator.Configuration;
using Emulator.Configuration.VllmFlags;

namespace Tests.Unit.Configuration;

public sealed class VllmFlagTableTests
{
    [Fact]
    public void A_flag_that_is_modelled_is_an_option_and_any_other_says_why_it_is_none() => Assert.All(
        VllmFlagTable.All,
        flag => Assert.Equal(flag.Treatment == FlagTreatment.Modelled, flag.About.Length == 0 || ServerOptionTable.Find(flag.Name) is not null));

    [Fact]
    public void Every_flag_that_is_modelled_has_its_option() =>
        Assert.All(VllmFlagTable.All.Where(flag => flag.Treatment == FlagTreatment.Modelled), flag => Assert.NotNull(ServerOptionTable.Find(flag.Name)));

    [Fact]
    public void Only_what_is_not_modelled_has_values_that_ask_for_nothing() =>
        Assert.All(VllmFlagTable.All.Where(flag => flag.Treatment != FlagTreatment.Modelled), flag => Assert.Equal(flag.Treatment == FlagTreatment.NotModelled, flag.Neutral.Count > 0));

    [Theory]
    [InlineData("uvicorn-log-level", "wrong", "uvicorn-log-level is 'wrong' (flag --uvicorn-log-level); allowed are critical, error, warning, info, debug and trace.")]
    [InlineData("distributed-executor-backend", "zz", "distributed-executor-backend is 'zz' (flag --distributed-executor-backend); allowed are ray, mp, uni and external_launcher, and classes such as module.Class.")]
    [InlineData("max-cpu-loras", "abc", "max-cpu-loras is 'abc' (flag --max-cpu-loras); allowed are whole numbers.")]
    [InlineData("max-lora-rank", "7", "max-lora-rank is '7' (flag --max-lora-rank); allowed are 1, 8, 16, 32, 64, 128, 256, 320 and 512.")]
    [InlineData("max-log-len", "1.5", "max-log-len is '1.5' (flag --max-log-len); allowed are whole numbers.")]
    public void A_flag_without_effect_takes_what_vllm_takes(string flag, string value, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InvalidConfigurationException>(() => ServerOptions.Parse(new Dictionary<string, string> { [flag] = value })).Message);

    [Theory]
    [InlineData("load-format", "SafeTensors")]
    [InlineData("distributed-executor-backend", "mine.Executor")]
    [InlineData("max-cpu-loras", "None")]
    [InlineData("max-cpu-loras", "-1")]
    [InlineData("chat-template", "whatever")]
    public void And_says_nothing_of_what_it_takes(string flag, string value) =>
        Assert.NotNull(ServerOptions.Parse(new Dictionary<string, string> { [flag] = value }).HarmlessNote);

    [Fact]
    public void Only_flags_without_effect_are_looked_at_so() =>
        Assert.All(HarmlessValues.Names, name => Assert.Equal(FlagTreatment.Harmless, VllmFlagTable.Find(name)?.Treatment));

    [Fact]
    public void The_reference_page_is_up_to_date() => Golden.Matches(VllmFlagReference.Markdown(), "docs", "reference", "vllm-serve.md");

    [Fact]
    public void Harmless_flags_are_named_once_whoever_gives_them()
    {
        using TemporaryFile file = new("trust_remote_code: true\nchat-template: ./chat.jinja\nmax_num_seqs: 8\nserved_model_name: [a, b]\n");

        EffectiveConfiguration configuration = ServerOptions.Parse(new Dictionary<string, string> { ["trust-remote-code"] = "true" }, null, file.Path);

        Assert.Equal("Taken from vLLM's command line and without effect here: --trust-remote-code, --chat-template.", configuration.HarmlessNote);
        Assert.Equal((8, new TextList("a", "b")), (configuration.Options.MaxNumSeqs, configuration.Options.ServedModelName));
    }

    [Theory]
    [InlineData("{}", "environment", "environment")]
    [InlineData("api-key: file", "environment", "file")]
    [InlineData("{}", null, null)]
    public void The_key_of_vllms_variable_counts_where_nothing_else_gives_one(string yaml, string? variable, string? key)
    {
        using TemporaryFile file = new(yaml);

        ServerOptions options = ServerOptions.Parse(new Dictionary<string, string>(), variable is null ? null : new Dictionary<string, string> { ["VLLM_API_KEY"] = variable }, file.Path).Options;

        Assert.Equal(key, options.ApiKey?.Single());
    }

    [Theory]
    [InlineData("100", 100)]
    [InlineData("1k", 1_000)]
    [InlineData("1K", 1_024)]
    [InlineData("25.6k", 25_600)]
    [InlineData("2m", 2_000_000)]
    [InlineData("1M", 1_048_576)]
    [InlineData("1GiB", 1_073_741_824)]
    public void Numbers_of_tokens_are_read_as_vllm_reads_them(string text, long number)
    {
        Assert.True(Quantity.TryParseVllmNumber(text, out decimal parsed));
        Assert.Equal(number, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("1.5K")]
    [InlineData("1x")]
    [InlineData("-1K")]
    public void Others_are_refused(string text) => Assert.False(Quantity.TryParseVllmNumber(text, out _));

    [Theory]
    [InlineData("one")]
    [InlineData("[odd")]
    [InlineData("it's a 'name': # odd")]
    public void One_text_is_written_as_it_stands(string text)
    {
        Assert.Equal(text, TextList.Parse(text)?.ToString());
        Assert.Equal(new TextList(text), TextList.Parse(text));
    }

    [Fact]
    public void Several_texts_are_a_json_array_and_so_is_one_that_looks_like_it()
    {
        Assert.Equal(new TextList("a", "b c"), TextList.Parse(new TextList("a", "b c").ToString()));
        Assert.Equal(new TextList("[\"a\"]"), TextList.Parse(new TextList("[\"a\"]").ToString()));
        Assert.Null(TextList.Parse("[]"));
        Assert.NotEqual(new TextList("a", "b"), new TextList("b", "a"));
    }
}
