using Emulator.Configuration;

namespace Tests.Unit.Configuration;

public class PrecedenceTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [Fact]
    public void A_flag_goes_over_a_variable_over_a_file_over_the_preset_over_the_default()
    {
        using TemporaryFile file = new("max-num-seqs: 30\nblock-size: 30\nseed: 30\n");
        Dictionary<string, string> flags = new() { ["preset"] = "seed-tp8", ["max-num-seqs"] = "10" };
        Dictionary<string, string> environment = new() { ["EMULATOR__MAX_NUM_SEQS"] = "20", ["EMULATOR__BLOCK_SIZE"] = "20", ["HOME"] = "/" };

        EffectiveConfiguration configuration = ServerOptions.Parse(flags, environment, file.Path);

        Assert.Equal(("10", "flag --max-num-seqs"), Shown(configuration, "max-num-seqs"));
        Assert.Equal(("20", "environment EMULATOR__BLOCK_SIZE"), Shown(configuration, "block-size"));
        Assert.Equal(("30", $"file {file.Path} line 3"), Shown(configuration, "seed"));
        Assert.Equal(("study", "preset seed-tp8"), Shown(configuration, "budget-policy"));
        Assert.Equal(("1", "default"), Shown(configuration, "time-scale"));
        Assert.Equal((10, 20, 30L), (configuration.Options.MaxNumSeqs, configuration.Options.BlockSize, configuration.Options.Seed));
    }

    [Fact]
    public void The_preset_itself_may_come_from_a_file_and_the_file_from_a_variable()
    {
        using TemporaryFile file = new("{ \"preset\": \"seed-single\", \"time-scale\": 0.5 }");

        EffectiveConfiguration configuration = ServerOptions.Parse(s_none, new Dictionary<string, string> { ["EMULATOR__CONFIG"] = file.Path });

        Assert.Equal(("seed-single", 0.5, "GH200-576"), (configuration.Options.Preset, configuration.Options.TimeScale, configuration.Options.Gpu));
    }

    [Fact]
    public void An_alias_means_the_option_whose_alias_it_is()
    {
        EffectiveConfiguration configuration = ServerOptions.Parse(s_none, new Dictionary<string, string> { ["EMULATOR__TP"] = "8" });

        Assert.Equal(("8", "environment EMULATOR__TP"), Shown(configuration, "tensor-parallel-size"));
    }

    [Theory]
    [InlineData("request-timeout: none")]
    [InlineData("request-timeout: null")]
    [InlineData("request-timeout:")]
    public void A_file_can_take_back_what_the_preset_gave(string line)
    {
        using TemporaryFile file = new(line);

        Assert.Null(ServerOptions.Parse(new Dictionary<string, string> { ["preset"] = "seed-tp8" }, s_none, file.Path).Options.RequestTimeout);
    }

    [Fact]
    public void Overrides_of_a_preset_are_flags_and_the_environment_has_no_say()
    {
        ServerOptions options = ServerOptions.FromPreset("seed-single", new Dictionary<string, string> { ["time-scale"] = "0" });

        Assert.Equal(ServerOptions.FromPreset("seed-single") with { TimeScale = 0 }, options);
    }

    [Fact]
    public void What_print_config_prints_is_a_configuration_file_that_gives_the_same_options()
    {
        Dictionary<string, string> flags = new()
        {
            ["preset"] = "seed-tp8",
            ["host"] = "::1",
            ["drain-timeout"] = "1500us",
            ["served-model-name"] = "it's a 'name': # odd",
            ["journal"] = "null",
            ["watermark"] = "0.015",
        };
        EffectiveConfiguration configuration = ServerOptions.Parse(flags);
        using TemporaryFile file = new(configuration.ToYaml());

        Assert.Equal(configuration.Options, ServerOptions.Parse(s_none, s_none, file.Path).Options);
    }

    private static (string Value, string Origin) Shown(EffectiveConfiguration configuration, string key)
    {
        EffectiveSetting setting = configuration.Settings.Single(setting => setting.Key == key);
        return (setting.Value, setting.Origin);
    }
}
