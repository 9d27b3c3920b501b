using System.Text.Json.Nodes;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;

namespace Tests.Unit.Cli;

public sealed class StrictCoverageTests
{
    private const string Inside = "--preset llama3-70b-h100-tp8 --enable-chunked-prefill false --max-model-len 8192";

    [Theory]
    [InlineData("explain --model Llama-3-8B --gpu H100 --decode 1x2048 --prefill 1x512@64", "strict-coverage is true, but these were not measured on H100-SXM: output head n 128256 (512..65536), chunks behind cached tokens; allowed is what lies inside the measured ranges, or strict-coverage false.")]
    [InlineData("explain --model Llama-3-8B --gpu H100 --decode 1x2048 --sweep batch=1..4", "strict-coverage is true, but these were not measured on H100-SXM: output head n 128256 (512..65536); allowed is what lies inside the measured ranges, or strict-coverage false.")]
    [InlineData("plan --preset llama3-70b-h100-tp8 --max-num-seqs 4096", "strict-coverage is true, but these were not measured on H100-SXM: gather of logits bytes 525336576 (16384..268435456), decode attention batch 4096 (1..2048), prefill attention batch 4096 (1..256), chunks behind cached tokens; allowed is what lies inside the measured ranges, or strict-coverage false.")]
    [InlineData("plan --preset seed-tp8", "strict-coverage is true, but nothing was measured on gpu GH200-576, which is uncalibrated (the study's textbook device (MFU 0.5, MBU 0.8)); allowed are calibrated devices, or strict-coverage false.")]
    [InlineData("explain --preset seed-tp8 --decode 1x100", "strict-coverage is true, but nothing was measured on gpu GH200-576, which is uncalibrated (the study's textbook device (MFU 0.5, MBU 0.8)); allowed are calibrated devices, or strict-coverage false.")]
    [InlineData("serve --preset seed-tp8 --grpc-port 0 --http-port 0 --admin-grpc-port 0", "strict-coverage is true, but nothing was measured on gpu GH200-576, which is uncalibrated (the study's textbook device (MFU 0.5, MBU 0.8)); allowed are calibrated devices, or strict-coverage false.")]
    public async Task What_was_not_measured_is_refused_in_one_sentence(string line, string sentence)
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"{line} --strict-coverage");

        Assert.Equal((ExitCode.BadUsage, $"{sentence}\n"), (exitCode, error));
        Assert.DoesNotContain("floor", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"plan {Inside}")]
    [InlineData("explain --preset llama3-70b-h100-tp8 --decode 64x2048 --prefill 1x2048")]
    public async Task What_was_measured_passes(string line)
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"{line} --strict-coverage");

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        Assert.DoesNotContain("not measured", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_under_strict_coverage_starts_only_inside_the_measurements()
    {
        Dictionary<string, string> inside = new() { ["strict-coverage"] = "true", ["enable-chunked-prefill"] = "false", ["max-model-len"] = "8192" };

        Assert.Null(EngineSetup.From(ServerOptions.FromPreset("llama3-70b-h100-tp8", inside)).CoverageNote);
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => EngineSetup.From(ServerOptions.FromPreset("llama3-70b-h100-tp8", new Dictionary<string, string>(inside) { ["enable-prefix-caching"] = "true" })));
        Assert.Equal("strict-coverage is true, but these were not measured on H100-SXM: chunks behind cached tokens; allowed is what lies inside the measured ranges, or strict-coverage false.", problem.Message);
    }

    [Fact]
    public void Without_it_a_server_tells_in_one_line_what_was_not_measured() => Assert.Equal(
        "not measured: output head n 128256 (512..65536), chunks behind cached tokens",
        EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).CoverageNote);

    [Theory]
    [InlineData("llama3-8b-h100", "ttft=200ms,itl=20ms")]
    [InlineData("seed-tp8", "ttft=200ms,itl=20ms")]
    public void Constant_latencies_ask_no_cost_model_and_have_nothing_to_measure(string preset, string latency) =>
        Assert.Null(EngineSetup.From(ServerOptions.FromPreset(preset, new Dictionary<string, string> { ["latency"] = latency, ["strict-coverage"] = "true" })).CoverageNote);

    [Fact]
    public void An_uncalibrated_device_has_its_own_warning_and_no_note_beside_it() =>
        Assert.Null(EngineSetup.From(ServerOptions.FromPreset("seed-tp8")).CoverageNote);

    [Fact]
    public async Task Print_config_has_the_note_as_a_comment_and_reads_itself_again()
    {
        (_, string output, _) = await EmulatorRun.OfLine("serve --preset llama3-8b-h100 --print-config");

        Assert.StartsWith("# not measured: output head n 128256 (512..65536), chunks behind cached tokens\npreset: ", output, StringComparison.Ordinal);
        Assert.Contains("\nstrict-coverage: false ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_interval_and_gaps_in_json_too()
    {
        (_, string output, _) = await EmulatorRun.OfLine("explain --model Llama-3-8B --gpu H100 --decode 1x2048 --json");

        JsonNode step = JsonNode.Parse(output)!;
        Assert.True(step["low_us"]!.GetValue<double>() < step["total_us"]!.GetValue<double>());
        Assert.True(step["high_us"]!.GetValue<double>() > step["total_us"]!.GetValue<double>());
        Assert.Equal("""[{"operation":"output head","dimension":"n","value":128256,"measured_from":512,"measured_to":65536}]""", step["not_measured"]!.ToJsonString());
    }

    [Fact]
    public async Task Explain_of_an_uncalibrated_device_has_neither()
    {
        (_, string output, _) = await EmulatorRun.OfLine("explain --model Llama-3-8B --gpu H200 --decode 1x2048 --json");

        JsonNode step = JsonNode.Parse(output)!;
        Assert.Null(step["low_us"]);
        Assert.Null(step["high_us"]);
        Assert.Empty(step["not_measured"]!.AsArray());
    }

    [Fact]
    public async Task Plan_ends_with_what_was_not_measured()
    {
        (_, string text, _) = await EmulatorRun.OfLine("plan --preset llama3-8b-h100");
        (_, string json, _) = await EmulatorRun.OfLine("plan --preset llama3-8b-h100 --json");

        Assert.EndsWith("\nnot measured: output head n 128256 (512..65536), chunks behind cached tokens\n", text, StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(json)!["not_measured"]!.AsArray().Count);
    }
}
