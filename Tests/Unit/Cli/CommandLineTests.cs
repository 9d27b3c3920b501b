using Emulator.Cli;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-serve", "serve --help")]
    [InlineData("help-presets", "presets --help")]
    [InlineData("help-presets-list", "presets list --help")]
    [InlineData("help-presets-show", "presets show --help")]
    [InlineData("help-explain", "explain --help")]
    [InlineData("help-plan", "plan --help")]
    [InlineData("help-predict", "predict --help")]
    [InlineData("help-scheduler-replay", "scheduler replay --help")]
    [InlineData("presets-list", "presets list")]
    [InlineData("hardware-list", "hardware list")]
    [InlineData("models-list", "models list")]
    [InlineData("version", "--version")]
    public async Task Help_and_lists_are_what_the_golden_files_say(string golden, string arguments)
    {
        (int exitCode, string output, string error) = await Run(arguments.Split(' '));

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        Golden.Matches(output, "Tests", "Unit", "golden", $"{golden}.txt");
    }

    [Theory]
    [InlineData("seed-single")]
    [InlineData("seed-tp8")]
    [InlineData("llama3-8b-h100")]
    [InlineData("llama3-70b-h100-tp8")]
    public async Task Presets_show_is_what_the_golden_file_says(string preset)
    {
        (int exitCode, string output, _) = await Run("presets", "show", preset);

        Assert.Equal(ExitCode.Done, exitCode);
        Golden.Matches(output, "Tests", "Unit", "golden", $"preset-{preset}.yaml");
    }

    [Fact]
    public async Task Hardware_and_models_show_print_what_a_catalogue_file_would_have()
    {
        (int hardwareCode, string gpu, _) = await Run("hardware", "show", "h100");
        (int modelsCode, string model, _) = await Run("models", "show", "llama3-70b");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (hardwareCode, modelsCode));
        Assert.Equal("H100-SXM", GpuCatalogue.Parse(gpu, "standard output").Name);
        Assert.Equal("Llama-3-70B", ModelCatalogue.Parse(model, "standard output").Name);
    }

    [Fact]
    public async Task Print_config_shows_every_value_with_its_origin_and_hides_the_key()
    {
        (int exitCode, string output, string error) = await Run(
            "serve", "--print-config", "--preset", "SEED-TP8", "--tp", "4", "--no-enable-chunked-prefill", "--long-prefill-token-threshold=0",
            "--request-timeout", "1.5s", "--api-key", "swordfish", "--host", "::1", "--enable-prefix-caching");

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        Assert.DoesNotContain("swordfish", output, StringComparison.Ordinal);
        Golden.Matches(output, "Tests", "Unit", "golden", "print-config.yaml");
    }

    [Theory]
    [InlineData("", "emulator needs a verb; allowed are serve, presets, hardware, models, calibrate, explain, plan, predict, scheduler.")]
    [InlineData("serv", "'serv' is not a verb of emulator; allowed are serve, presets, hardware, models, calibrate, explain, plan, predict, scheduler; did you mean serve?")]
    [InlineData("presets shw", "'shw' is not a verb of emulator presets; allowed are list, show; did you mean show?")]
    [InlineData("serve --max-num-seq 4", "--max-num-seq is not an option of emulator serve; did you mean --max-num-seqs?")]
    [InlineData("serve --max_num_seq=4", "--max-num-seq is not an option of emulator serve; did you mean --max-num-seqs?")]
    [InlineData("serve --max-model-length 4k meta-llama/Llama-3.1-8B", "--max-model-length is not an option of emulator serve; did you mean --max-model-len?")]
    [InlineData("serve --trust-remote-cod", "--trust-remote-cod is not an option of emulator serve; did you mean --trust-remote-code?")]
    [InlineData("serve --no-enable-chunk-prefill", "--no-enable-chunk-prefill is not an option of emulator serve; did you mean --no-enable-chunked-prefill?")]
    [InlineData("serve --quantum-entanglement", "--quantum-entanglement is not an option of emulator serve.")]
    [InlineData("serve Llama-3.1-8B now", "'now' is more than emulator serve takes.")]
    [InlineData("serve M -- --print-config", "'--print-config' is more than emulator serve takes.")]
    [InlineData("serve --typo -- --typo", "--typo is not an option of emulator serve; did you mean --tp?")]
    [InlineData("serve M --typo -- --typo", "--typo is not an option of emulator serve; did you mean --tp?")]
    [InlineData("serve --typo=1 -- --typo=1", "--typo is not an option of emulator serve; did you mean --tp?")]
    [InlineData("serve --hf-token=--typo M -- --typo", "'--typo' is more than emulator serve takes.")]
    [InlineData("serve M -- --typo --typo", "'--typo' is more than emulator serve takes.")]
    [InlineData("plan --running", "--running expects a value and has none; allowed is --running N.")]
    [InlineData("explain --decode 8x1024 --decode", "--decode expects a value and has none; allowed is --decode NxCONTEXT, as often as needed.")]
    [InlineData("plan --budget --budget", "--budget is given twice; allowed is once.")]
    [InlineData("serve --tp", "--tp expects a value and has none; allowed are whole numbers from 1 to 64.")]
    public async Task Wrong_usage_is_one_sentence_on_standard_error_and_exit_code_2(string arguments, string sentence)
    {
        (int exitCode, string output, string error) = await Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((ExitCode.BadUsage, ""), (exitCode, output));
        Assert.Equal(sentence, error.Split('\n')[0]);
    }

    [Theory]
    [InlineData("serve --block-size 0", "block-size is 0 (flag --block-size); allowed are whole numbers from 1 to 1,024.")]
    [InlineData("presets show seed-tp9", "preset is 'seed-tp9'; allowed are llama3-70b-h100-tp8, llama3-8b-h100, seed-single, seed-tp8, and paths of preset files; did you mean seed-tp8?")]
    [InlineData("serve --enable-prefix-caching --no-enable-prefix-caching", "--enable-prefix-caching and --no-enable-prefix-caching are both given; allowed is one of them.")]
    public async Task Wrong_values_are_one_sentence_on_standard_error_and_exit_code_2(string arguments, string sentence)
    {
        (int exitCode, string output, string error) = await Run(arguments.Split(' '));

        Assert.Equal((ExitCode.BadUsage, "", sentence), (exitCode, output, error.TrimEnd()));
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exitCode = await CommandLine.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
