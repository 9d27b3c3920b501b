using System.Globalization;
using System.Text;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using Emulator.Configuration.VllmFlags;

namespace Tests.Fuzz.Targets;

/// <summary>Options from wherever they come.</summary>
internal static class Options
{
    private static readonly string[] s_names = [.. ServerOptionTable.All.Select(option => option.Name), .. VllmFlagTable.All.Select(flag => flag.Name)];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        // A line is an argument.
        new("command-line", "arguments of serve", Corpus.Texts(
            "meta-llama/Llama-3.1-8B-Instruct\n--tensor-parallel-size\n2\n--time-scale\n0.1\n--port\n8000",
            "--preset\nllama3-70b-h100-tp8\n--max-num-seqs=64\n--max-num-batched-tokens\n64k\n--no-enable-prefix-caching",
            "--model\nLlama-3.1-8B\n--gpu\nL40S\n-tp\n1\n--behave-as\nstrict\n--api-key\na\nb\n--latency\nconstant\n--seed\n7",
            "--compilation-config\n{\"level\":3}\n-O3\n--compilation-config.cudagraph_mode\nNONE\n--disable-log-requests\n--swap-space\n4",
            "--replicas\n3\n--one-http-port\n--http-port\n0\n--request-timeout\n90s\n--kv-cache-dtype\nfp8"), CommandLineOf)
        {
            Words = [.. s_names.Select(name => $"\n--{name}\n"), "\n--no-", "\n--help\n", "\n-h\n", "\n"],
            MostBytes = FuzzTarget.MostBytesOfFiles,
        },
        new("environment", "environment variables", Corpus.Texts("EMULATOR__MAX_NUM_SEQS=64\nEMULATOR__TIME_SCALE=0\nEMULATOR__API_KEY=x", "VLLM_API_KEY=a\nEMULATOR__PRESET=seed-tp8\nEMULATOR__GPU=h100"), EnvironmentOf)
        {
            Words = [.. s_names.Select(name => $"\nEMULATOR__{name.Replace('-', '_').ToUpperInvariant()}=")],
            MostBytes = FuzzTarget.MostBytesOfFiles,
        },
        new("configuration", "YAML files of options", [.. Corpus.Files("configurations"), .. Corpus.Texts("max-num-seqs: 64\napi-key: [a, b]\nmax_model_len: 8k\ntime-scale: 0", "{\"gpu\": \"h100\", \"seed\": 7}")], input => Refused(() => ScratchFile.Read(input, ".yaml", path => ServerOptions.Parse(new Dictionary<string, string>(), null, path))))
        {
            Words = [.. s_names.Select(name => $"\n{name}: ")],
            MostBytes = FuzzTarget.MostBytesOfFiles,
        },
        new("replicas", "YAML lists of servers", Corpus.Texts("- gpu: h100\n  http-port: 0\n- gpu: a100-sxm-80gb\n  model: Llama-3.1-8B\n"), input => Refused(() => ScratchFile.Read(input, ".yaml", path => ServerOptions.ParseReplicas(new Dictionary<string, string> { ["replicas"] = path }))))
        {
            Words = [.. s_names.Select(name => $"\n  {name}: "), "\n- "],
            MostBytes = FuzzTarget.MostBytesOfFiles,
        },
    ];

    /// <summary>Reads; null when it was taken, else the sentence of the refusal.</summary>
    public static string? Refused(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (InvalidConfigurationException refused)
        {
            return refused.Message;
        }
    }

    // The first arguments are not the input's: it cannot start a server.
    private static string? CommandLineOf(byte[] input)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        string[] arguments = ["serve", "--print-config", .. Encoding.UTF8.GetString(input).Split('\n')];
        return CommandLine.RunAsync(arguments, output, error).GetAwaiter().GetResult() switch
        {
            ExitCode.Done => null,
            ExitCode.BadUsage => error.ToString(),
            var other => throw new InvalidOperationException($"exit code {other}"),
        };
    }

    private static string? EnvironmentOf(byte[] input)
    {
        Dictionary<string, string> variables = [];
        foreach (string[] pair in Encoding.UTF8.GetString(input).Split('\n').Select(line => line.Split('=', 2)))
        {
            variables[pair[0]] = pair[^1];
        }

        // Which file a variable names is not the question here.
        variables.Remove("EMULATOR__CONFIG");
        return Refused(() => ServerOptions.Parse(new Dictionary<string, string>(), variables));
    }
}
