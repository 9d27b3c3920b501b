using System.Text.Json.Nodes;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using Tests.Unit.Models;

namespace Tests.Unit.Cli;

/// <summary>
/// What a user may get wrong in devices, models and how they are put together: one sentence on standard error and exit code 2, from the verb
/// that a user would run. Whatever <c>serve</c> refuses, it refuses before it opens a port.
/// </summary>
public sealed class BadCatalogueInputTests : IDisposable
{
    private const string Device = """
        {
          "name": "Mine", "memoryBytes": 80e9, "bytesPerSecond": 3e12, "peakBf16FlopsPerSecond": 1e15, "multiprocessors": 100,
          "interconnect": { "kind": "NVLink", "bytesPerSecondPerDirection": 450e9 },
          "coefficients": { "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8, "linkLatencyMicroseconds": 1 } },
          "calibrated": false, "note": "a textbook device", "datasheet": "none: a textbook device", "source": "a test"
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("--preset llama3-70b-h100-tp8 --tp 3", "tensor-parallel-size is 3, which does not divide the 64 attention heads of Llama-3.1-70B; allowed are 1, 2, 4, 8.")]
    [InlineData("--preset llama3-70b-h100-tp8 --tp 16", "tensor-parallel-size is 16, but H100-SXM has all-reduce coefficients only for 2, 4, 8; allowed are 1 and these, nothing is extrapolated.")]
    [InlineData("--dtype int4", "dtype is 'int4' (flag --dtype); allowed are auto, bfloat16, float16, half and fp8.")]
    [InlineData("--gpu A100 --dtype fp8", "dtype is fp8, but A100-SXM has no fp8 units; allowed are auto, bfloat16 and float16.")]
    [InlineData("--gpu A100 --kv-cache-dtype fp8", "kv-cache-dtype is fp8, but the coefficients of A100-SXM have none for an fp8 KV cache; allowed are auto, bfloat16 and float16.")]
    [InlineData("--preset seed-single --model Mixtral-8x7B", "Mixtral-8x7B is a mixture of 8 experts, but the coefficients of GH200-576 have none for experts in bf16.")]
    [InlineData("--gpu H10-SXM", "gpu is 'H10-SXM', which is not in the catalogue; did you mean H100-SXM? Known are A100-SXM, B200-SXM, GH200-576, H100-SXM, H200-SXM, L4, L40S, MI300X.")]
    [InlineData("--gpu mine.json", "gpu is 'mine.json', the path of a file; a device file is given with hardware.")]
    [InlineData("--hardware no-such.json", "hardware is 'no-such.json', but there is no such file; allowed are paths of files.")]
    [InlineData("--model no-such/config.json", "model is 'no-such/config.json', but there is no such file; allowed are names in the catalogue and paths of files.")]
    public Task What_cannot_be_served_is_one_sentence(string options, string sentence) => Refuses(options, sentence);

    [Fact]
    public Task A_model_that_is_too_big_is_told_with_its_sizes_and_the_size_that_fits() => Refuses(
        "--preset llama3-70b-h100-tp8 --tp 1",
        "no memory for KV cache blocks: Llama-3.1-70B at tensor-parallel-size 1 takes 141.1074e9 bytes for weights, 2.1432e9 bytes for activations and 0.8053e9 bytes for the runtime "
        + "of the 76.4397e9 bytes usable on H100-SXM; 67.6162e9 bytes are missing; the smallest tensor-parallel-size that fits is 4.");

    [Theory]
    [InlineData("bytesPerSecond", "0", "bytesPerSecond is 0; allowed is more than 0")]
    [InlineData("bytesPerSecond", "-1", "bytesPerSecond is -1; allowed is more than 0")]
    [InlineData("bytesPerSecond", "1e999", "bytesPerSecond is Infinity; allowed is more than 0")]
    [InlineData("bytesPerSecond", null, "bytesPerSecond is missing")]
    [InlineData("bytesPerSecond", "null", "bytesPerSecond is null; allowed is a number")]
    [InlineData("bytesPerSecond", "\"3 TB/s\"", "bytesPerSecond is \"3 TB/s\"; allowed is a number")]
    [InlineData("memoryBytes", "1.5", "memoryBytes is 1.5; allowed is a whole number")]
    [InlineData("bytePerSecond", "3e12", "bytePerSecond is no key of a catalogue file; did you mean bytesPerSecond?")]
    [InlineData("name", "\"\"", "name is empty; allowed is the device's name")]
    [InlineData("datasheet", "\" \"", "datasheet is empty; allowed is the document with the peaks, or why there is none")]
    [InlineData("calibrated", "\"yes\"", "calibrated is \"yes\"; allowed is true or false")]
    [InlineData("calibrated", "true", "calibrated is true, but the coefficients are a roofline and were not fitted on Mine; allowed is false")]
    [InlineData("aliases", "\"my\"", "aliases is \"my\"; allowed is a list")]
    [InlineData("interconnect", """{ "kind": "NVLink" }""", "interconnect.bytesPerSecondPerDirection is missing")]
    [InlineData("interconnect", """{ "kind": "NVLink", "bytesPerSecondPerDirection": 0 }""", "interconnect.bytesPerSecondPerDirection is 0; allowed is more than 0")]
    [InlineData("interconnect", """{ "kind": "NVLink", "bytesPerSecondPerDirection": 1e-300 }""", "coefficients.roofline makes allReduce.2: microsecondsPerMegabyte is Infinity; allowed is more than 0")]
    [InlineData("coefficients", "\"H99\"", "coefficients is 'H99', which is not in the catalogue")]
    [InlineData("coefficients", "[]", "coefficients is a list; allowed is an object")]
    [InlineData("coefficients", """{ "roofline": null }""", "coefficients.roofline is null; allowed is an object")]
    [InlineData("coefficients", """{ "roofline": { "computeUtilization": 0.5 } }""", "coefficients.roofline.bandwidthUtilization is missing")]
    [InlineData("coefficients", """{ "roofline": { "computeUtilization": 0, "bandwidthUtilization": 0.8 } }""", "coefficients.roofline.computeUtilization is 0; allowed is more than 0, at most 0.95")]
    [InlineData("coefficients", """{ "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.96 } }""", "coefficients.roofline.bandwidthUtilization is 0.96; allowed is more than 0, at most 0.95")]
    [InlineData("coefficients", """{ "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8, "linkLatencyMicroseconds": -1 } }""", "coefficients.roofline.linkLatencyMicroseconds is -1; allowed is 0 and more")]
    [InlineData("coefficients", """{ "roofline": { "computeUtilisation": 0.5, "bandwidthUtilization": 0.8 } }""", "coefficients.roofline.computeUtilisation is no key of a catalogue file; did you mean computeUtilization?")]
    [InlineData("coefficients", """{ "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8 }, "name": "x" }""", "coefficients has a roofline and beside it name; allowed is the roofline alone")]
    public Task A_wrong_device_file_is_one_sentence_with_the_key(string key, string? value, string because)
    {
        JsonObject root = JsonNode.Parse(Device)!.AsObject();
        root.Remove(key);
        string json = root.ToJsonString();
        string file = _folder.Write("mine.json", value is null ? json : $"{json[..^1]}, \"{key}\": {value}}}");

        return Refuses($"--model Llama-3-8B --hardware {file}", $"the device file {file} is not valid: {because}", exactly: false);
    }

    [Theory]
    [InlineData("", "the device file {0} is empty; allowed is one JSON object.")]
    [InlineData("name: Mine", "the device file {0} is not JSON at line 1: ")]
    [InlineData("[1]", "the device file {0} holds no JSON object; allowed is one, as `hardware show` and `models show` print it.")]
    [InlineData("{ \"name\": \"a\",\n \"interconnect\": { \"kind\": \"a\", \"kind\": \"b\" } }", "the device file {0} gives interconnect.kind twice; allowed is one value.")]
    public Task A_file_that_is_no_device_at_all_is_one_sentence(string text, string sentence)
    {
        string file = _folder.Write("mine.json", text);

        return Refuses($"--hardware {file}", string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, file), exactly: false);
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        string folder = _folder.PathOf(".");

        await Refuses($"--hardware {folder}", $"hardware is '{folder}', a folder; allowed are paths of files.");
        await Refuses($"--model {folder}", $"model is '{folder}', a folder without a config.json; allowed are paths of files.");
    }

    [Fact]
    public Task A_device_without_a_link_runs_alone() => Refuses(
        $"--model Llama-3-8B --tp 2 --hardware {Changed("interconnect", "null")}",
        "tensor-parallel-size is 2, but Mine has no interconnect in its catalogue entry, so its all-reduce cannot be priced; allowed is 1, or an entry with a link.");

    [Fact]
    public Task A_format_without_coefficients_is_refused() => Refuses(
        $"--model Llama-3-8B --dtype fp8 --hardware {_folder.Write("own.json", WithoutFp8Coefficients())}",
        "dtype is fp8, but the coefficients of Mine have none for fp8; allowed are auto, bfloat16 and float16.");

    [Fact]
    public async Task A_config_json_that_is_not_modelled_is_one_sentence()
    {
        string file = _folder.Write("config.json", PublicConfigs.Llama8B.Replace("\"llama\"", "\"deepseek_v3\"", StringComparison.Ordinal));

        await Refuses(
            $"--model {file}",
            $"the model file {file} cannot be modelled: model_type is 'deepseek_v3'; allowed are gemma, gpt_oss, llama, mistral, mixtral, phi3, qwen2, qwen3, qwen3_moe.");
    }

    [Fact]
    public Task A_gpu_beside_a_device_file_of_another_name_is_refused() => Refuses(
        $"--gpu A100 --hardware {Changed("calibrated", "false")}",
        "gpu is 'A100' (flag --gpu), but hardware (flag --hardware) describes Mine; allowed is one of the two.");

    public void Dispose() => _folder.Dispose();

    private string Changed(string key, string value)
    {
        JsonObject root = JsonNode.Parse(Device)!.AsObject();
        root[key] = JsonNode.Parse(value);
        return _folder.Write("mine.json", root.ToJsonString());
    }

    private static string WithoutFp8Coefficients()
    {
        JsonObject root = JsonNode.Parse(CatalogueFile.Write(CatalogueLookup.Gpu("GH200-576")))!.AsObject();
        root["name"] = "Mine";
        root["aliases"] = new JsonArray();
        root["peakFp8FlopsPerSecond"] = 4e15;
        return root.ToJsonString();
    }

    private static async Task Refuses(string options, string sentence, bool exactly = true)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exitCode = await CommandLine.RunAsync(["serve", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0", .. options.Split(' ')], output, error);

        Assert.Equal((ExitCode.BadUsage, ""), (exitCode, output.ToString()));
        string message = Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith(sentence, message, StringComparison.Ordinal);
        Assert.True(!exactly || message == sentence, message);
    }
}
