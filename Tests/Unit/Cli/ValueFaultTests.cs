using System.CommandLine;
using Emulator.Cli;

namespace Tests.Unit.Cli;

/// <summary>Options without their value, and options given twice: each is one sentence, whatever stands behind.</summary>
public sealed class ValueFaultTests
{
    private static readonly string[][] s_behind =
    [
        ["--print-config"], ["--no-enable-chunked-prefill"], ["--enable-prefix-caching"], ["--trust-remote-code"], ["--no-enforce-eager"], ["-ep"], ["--", "M"], ["-cc.mode=3"], ["-tp", "2"],
        ["--port=1"], [],
    ];

    public static TheoryData<string> Valued => [.. Serve.Options.Where(option => option.Arity.MinimumNumberOfValues > 0).SelectMany(option => option.Aliases.Prepend(option.Name))];

    private static Command Serve => CommandLine.Root().Subcommands.Single(verb => verb.Name == "serve");

    [Theory]
    [MemberData(nameof(Valued))]
    public async Task No_option_takes_the_next_one_for_its_value(string name)
    {
        Assert.True(Valued.Count > 200, "there are fewer options than there were");
        foreach (string[] behind in s_behind)
        {
            (int exitCode, string output, string error) = await EmulatorRun.Of(["serve", "M", name, .. behind]);

            Assert.Equal((ExitCode.BadUsage, ""), (exitCode, output));
            Assert.StartsWith($"{name} expects a value and has none", error, StringComparison.Ordinal);
            Assert.Equal(2, error.Count(letter => letter == '\n'));
        }
    }

    [Theory]
    [InlineData("--max-num-seqs=", "--max-num-seqs expects a value and has none; allowed are whole numbers from 1 to 100,000.")]
    [InlineData("--max_num_seqs= --print-config", "--max-num-seqs expects a value and has none; allowed are whole numbers from 1 to 100,000.")]
    [InlineData("--uvicorn-log-level=", "--uvicorn-log-level expects a value and has none.")]
    [InlineData("--pipeline-parallel-size=", "--pipeline-parallel-size expects a value and has none.")]
    [InlineData("--speculative-config.method=", "--speculative-config.method expects a value and has none.")]
    [InlineData("--port --tensor-parallel-size 2", "--port expects a value and has none; allowed are whole numbers from 0 to 65,535.")]
    [InlineData("--api-key a --served-model-name --seed 1", "--served-model-name expects a value and has none; allowed are auto, and one or several of other names.")]
    [InlineData("--speculative-config.method --print-config", "--speculative-config.method expects a value and has none.")]
    [InlineData("-O --print-config", "-O expects a value and has none.")]
    [InlineData("--max-num-seqs 4 --max-num-seqs 8", "--max-num-seqs is given twice; allowed is once.")]
    [InlineData("--port 1 --http-port 2", "--port and --http-port are the same option, given twice; allowed is once.")]
    [InlineData("--served-model-name=a --served-model-name b", "--served-model-name is given twice; allowed is once, with all its values behind it.")]
    [InlineData("--load-format auto --load-format auto --load_format=auto", "--load-format is given 3 times; allowed is once.")]
    [InlineData("--lora-target-modules a --lora-target-modules b", "--lora-target-modules is given twice; allowed is once, with all its values behind it.")]
    [InlineData("--no-enable-prefix-caching --no-enable-prefix-caching", "--no-enable-prefix-caching is given twice; allowed is once.")]
    [InlineData("--config a --config b", "--config is given twice; allowed is once.")]
    public async Task It_is_one_sentence(string line, string sentence)
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"serve M {line}");

        Assert.Equal((ExitCode.BadUsage, "", $"{sentence}\nTry 'emulator serve --help'.\n"), (exitCode, output, error));
    }

    [Theory]
    [InlineData("--max-model-len -1 --print-config")]
    [InlineData("--journal - --print-config")]
    [InlineData("--api-key=--odd --print-config")]
    [InlineData("--chat-template=-odd --print-config")]
    [InlineData("--hf-token --print-config")]
    public async Task What_is_a_value_is_taken_for_one(string line) => Assert.Equal(ExitCode.Done, (await EmulatorRun.OfLine($"serve {line}")).ExitCode);

    [Theory]
    [InlineData("chat-template")]
    [InlineData("response-role")]
    [InlineData("quantization")]
    [InlineData("speculative-config")]
    public async Task So_is_an_empty_text_where_vllm_takes_one(string name)
    {
        string[][] lines = [["serve", $"--{name}", "", "--print-config"], ["serve", $"--{name}=", "--print-config"], ["serve", "--print-config", $"--{name}", ""]];
        foreach (string[] line in lines)
        {
            (int exitCode, string output, string error) = await EmulatorRun.Of(line).WaitAsync(TimeSpan.FromSeconds(20));

            Assert.True(exitCode == ExitCode.Done, error);
            Assert.Contains("max-num-seqs: ", output, StringComparison.Ordinal);
        }
    }
}
