using System.Text.Json.Nodes;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using Emulator.Hardware;
using Tests.Unit.Models;

namespace Tests.Unit.Configuration;

/// <summary>A device and a model of the user's own, from their files to the engine.</summary>
public sealed class OwnCatalogueFileTests : IDisposable
{
    private const string Textbook = """
        {
          "$schema": "hardware.schema.json",
          "name": "Textbook", "aliases": ["paper"], "memoryBytes": 80e9, "bytesPerSecond": 3e12, "peakBf16FlopsPerSecond": 1e15, "peakFp8FlopsPerSecond": 2e15, "multiprocessors": 100,
          "interconnect": { "kind": "a ring", "bytesPerSecondPerDirection": 450e9 },
          "coefficients": { "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8, "linkLatencyMicroseconds": 1 } },
          "calibrated": false, "note": "a textbook device", "datasheet": "none: a textbook device", "source": "a test"
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_device_file_takes_the_place_of_the_presets_gpu()
    {
        string file = _folder.Write("mine.json", Textbook);

        EffectiveConfiguration configuration = ServerOptions.Parse(new Dictionary<string, string> { ["hardware"] = file });

        Assert.Equal((file, "Textbook"), (configuration.Options.Hardware, configuration.Options.Gpu));
        Assert.Equal("flag --hardware", configuration.Settings.Single(setting => setting.Key == "gpu").Origin);
        Assert.Equal(80_000_000_000, EngineSetup.From(configuration.Options).Gpu.MemoryBytes);
    }

    [Theory]
    [InlineData("Textbook")]
    [InlineData("PAPER")]
    public void A_gpu_that_names_the_files_device_is_no_contradiction(string gpu)
    {
        string file = _folder.Write("mine.json", Textbook);

        Assert.Equal("Textbook", ServerOptions.Parse(new Dictionary<string, string> { ["hardware"] = file, ["gpu"] = gpu }).Options.Gpu);
    }

    [Fact]
    public void What_print_config_prints_of_a_device_file_gives_the_same_options_and_says_that_it_is_uncalibrated()
    {
        string file = _folder.Write("mine.json", Textbook);
        EffectiveConfiguration configuration = ServerOptions.Parse(new Dictionary<string, string> { ["hardware"] = file });

        string printed = _folder.Write("serve.yaml", configuration.ToYaml());

        Assert.StartsWith("# gpu Textbook is uncalibrated: a textbook device; its times are estimates, not fitted to measurements of it.\n", configuration.ToYaml(), StringComparison.Ordinal);
        Assert.Equal(configuration.Options, ServerOptions.Parse(new Dictionary<string, string>(), null, printed).Options);
    }

    [Fact]
    public void A_calibrated_device_needs_no_comment() => Assert.DoesNotContain("# gpu", ServerOptions.Parse(new Dictionary<string, string>()).ToYaml(), StringComparison.Ordinal);

    [Fact]
    public void A_hardware_of_none_gives_the_presets_gpu_back()
    {
        string preset = _folder.Write("preset.yaml", $"model: Llama-3-8B\ngpu: L40S\nhardware: {_folder.Write("mine.json", Textbook)}\n");

        Assert.Equal("Textbook", ServerOptions.FromPreset(preset).Gpu);
        Assert.Equal("L40S", ServerOptions.FromPreset(preset, new Dictionary<string, string> { ["hardware"] = "none" }).Gpu);
    }

    [Fact]
    public void A_config_json_is_a_model_also_by_its_folder()
    {
        Directory.CreateDirectory(_folder.PathOf("tiny-llama"));
        string file = _folder.Write("tiny-llama/config.json", PublicConfigs.Llama8B);

        EngineSetup byFile = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", new Dictionary<string, string> { ["model"] = file }));
        EngineSetup byFolder = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", new Dictionary<string, string> { ["model"] = _folder.PathOf("tiny-llama") }));

        Assert.Equal(("tiny-llama", "tiny-llama"), (byFile.Model.Name, byFolder.Model.Name));
        Assert.Equal((file, _folder.PathOf("tiny-llama")), (byFile.ServedModelName, byFolder.ServedModelName));
        Assert.Equal(EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).KvBlocks, byFile.KvBlocks);
    }

    [Fact]
    public void Options_that_hold_the_files_themselves_mean_the_same_without_them()
    {
        string device = _folder.Write("mine.json", Textbook);
        string model = _folder.Write("config.json", PublicConfigs.GptOss120B);
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", new Dictionary<string, string> { ["hardware"] = device, ["model"] = model, ["tp"] = "2" }));
        string json = setup.SelfContained.ToJson();
        File.Delete(device);
        File.Delete(model);

        EngineSetup again = EngineSetup.From(ServerOptions.FromJson(json));

        Assert.Equal((setup.KvBlocks, setup.ServedModelName, setup.Gpu.Name), (again.KvBlocks, again.ServedModelName, again.Gpu.Name));
        Assert.Equal(CatalogueFile.Write(setup.Gpu), CatalogueFile.Write(again.Gpu));
        Assert.Equal(CatalogueFile.Write(setup.Model), CatalogueFile.Write(again.Model));
    }

    [Fact]
    public void Options_of_catalogue_names_hold_just_the_names()
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("seed-tp8"));

        Assert.Equal(setup.Options, setup.SelfContained);
    }

    [Fact]
    public void Fp8_on_a_roofline_reaches_the_same_share_of_its_own_peak()
    {
        Gpu gpu = CatalogueLookup.Gpu(_folder.Write("mine.json", Textbook));

        Assert.Equal(gpu.Coefficients.LinearBf16, gpu.Coefficients.LinearFp8);
        Assert.Equal(gpu.Coefficients.MixtureOfExpertsBf16, gpu.Coefficients.MixtureOfExpertsFp8);
        Assert.NotNull(gpu.Coefficients.DecodeAttentionFp8);
        Assert.Null(CatalogueLookup.Gpu(_folder.Write("old.json", Textbook.Replace("\"peakFp8FlopsPerSecond\": 2e15,", "", StringComparison.Ordinal))).Coefficients.LinearFp8);
    }

    [Fact]
    public async Task Show_prints_a_file_as_a_catalogue_entry_with_all_coefficients_written_out()
    {
        string device = _folder.Write("mine.json", Textbook);
        string model = _folder.Write("config.json", PublicConfigs.Mixtral8x7B);

        JsonNode gpu = JsonNode.Parse(await Show("hardware", device))!;
        JsonNode transformer = JsonNode.Parse(await Show("models", model))!;

        Assert.Equal(14, gpu["coefficients"]!["allReduce"]!["8"]!["fixedMicroseconds"]!.GetValue<double>());
        Assert.Equal(8, transformer["experts"]!.GetValue<int>());
        Assert.Equal(46.70, transformer["parametersBillions"]!.GetValue<double>(), 0.01);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> Show(string verb, string file)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal((ExitCode.Done, ""), (await CommandLine.RunAsync([verb, "show", file], output, error), error.ToString()));
        return output.ToString();
    }
}
