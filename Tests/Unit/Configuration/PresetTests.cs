using Emulator;
using Emulator.Configuration;
using Emulator.CostModel;

namespace Tests.Unit.Configuration;

public class PresetTests
{
    private static readonly ServerOptions s_study = new()
    {
        Model = "Llama-3.1-70B",
        Gpu = "GH200-576",
        Dtype = WeightType.Fp16,
        KvCacheDtype = KvCacheType.Auto,
        GpuMemoryUtilization = 0.9,
        MaxModelLen = null,
        EnablePrefixCaching = false,
        BlockSize = 16,
        SchedulerReserveFullIsl = true,
        Watermark = 0,
        RequestTimeout = TimeSpan.FromSeconds(90),
    };

    private static readonly ServerOptions s_llama = new()
    {
        Gpu = "H100-SXM",
        Dtype = WeightType.Bf16,
        GpuMemoryUtilization = 0.9,
        MaxModelLen = null,
        MaxNumSeqs = 256,
        BudgetPolicy = BudgetPolicy.Fixed,
        MaxNumBatchedTokens = 8_192,
        EnableChunkedPrefill = true,
        EnablePrefixCaching = false,
        LongPrefillTokenThreshold = 0,
        BlockSize = 16,
        SchedulerReserveFullIsl = true,
        Watermark = 0,
        RequestTimeout = null,
    };

    [Fact]
    public void Seed_single_is_the_studys_single_gpu() => Assert.Equal(
        s_study with
        {
            Preset = "seed-single",
            TensorParallelSize = 1,
            MaxNumSeqs = 256,
            BudgetPolicy = BudgetPolicy.Fixed,
            MaxNumBatchedTokens = 4_096,
            EnableChunkedPrefill = false,
            LongPrefillTokenThreshold = 0,
        },
        ServerOptions.FromPreset("seed-single"));

    [Fact]
    public void Seed_tp8_is_the_studys_eight_gpus() => Assert.Equal(
        s_study with
        {
            Preset = "seed-tp8",
            TensorParallelSize = 8,
            MaxNumSeqs = 512,
            BudgetPolicy = BudgetPolicy.Study,
            MaxNumBatchedTokens = null,
            EnableChunkedPrefill = true,
            LongPrefillTokenThreshold = 4_096,
        },
        ServerOptions.FromPreset("seed-tp8"));

    [Fact]
    public void The_default_preset_is_llama_8b_on_one_h100() => Assert.Equal(
        s_llama with { Preset = "llama3-8b-h100", Model = "Llama-3.1-8B", TensorParallelSize = 1 },
        ServerOptions.Parse(new Dictionary<string, string>()).Options);

    [Fact]
    public void Llama_70b_runs_on_eight_h100s() => Assert.Equal(
        s_llama with { Preset = "llama3-70b-h100-tp8", Model = "Llama-3.1-70B", TensorParallelSize = 8 },
        ServerOptions.FromPreset("llama3-70b-h100-tp8"));

    [Theory]
    [InlineData("SEED-TP8", "seed-tp8")]
    [InlineData("Seed-8gpu", "seed-tp8")]
    [InlineData("seed-tp1", "seed-single")]
    [InlineData("Llama-3-8B-H100", "llama3-8b-h100")]
    public void Names_and_aliases_are_found_in_any_case(string name, string preset) => Assert.Equal(ServerOptions.FromPreset(preset), ServerOptions.FromPreset(name));

    [Fact]
    public void All_names_and_aliases_differ()
    {
        string[] names = [.. Preset.BuiltIn.SelectMany(preset => preset.Aliases.Prepend(preset.Name))];

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_users_file_is_a_preset()
    {
        using TemporaryFile file = new("about: mine\nmodel: Mistral-7B\ngpu: L40S\nmax-num-seqs: 64\n");

        ServerOptions options = ServerOptions.FromPreset(file.Path);

        Assert.Equal((file.Path, "Mistral-7B", "L40S", 64), (options.Preset, options.Model, options.Gpu, options.MaxNumSeqs));
    }

    [Fact]
    public void A_users_preset_without_a_model_is_refused()
    {
        using TemporaryFile file = new("gpu: L40S\n");

        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => ServerOptions.FromPreset(file.Path));

        Assert.Equal("model is not given; allowed are the names that `models list` shows and paths of model files.", problem.Message);
    }

    [Fact]
    public void A_preset_cannot_start_from_another()
    {
        using TemporaryFile file = new("preset: seed-tp8\n");

        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => ServerOptions.FromPreset(file.Path));

        Assert.StartsWith("preset is 'seed-tp8'", problem.Message, StringComparison.Ordinal);
    }
}
