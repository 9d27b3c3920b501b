using System.Globalization;
using Emulator.Cli;
using Tests.Simulation;

namespace Tests.Conformance;

/// <summary>The command that repeats a seed.</summary>
public class SimulationCommandTests
{
    [Theory]
    [InlineData("--seeds abc", "--seeds is 'abc'; allowed are whole numbers of 1 and more.")]
    [InlineData("--seeds 0", "--seeds is '0'; allowed are whole numbers of 1 and more.")]
    [InlineData("--seed -1", "--seed is '-1'; allowed are whole numbers of 0 and more.")]
    [InlineData("--first 1.5", "--first is '1.5'; allowed are whole numbers of 0 and more.")]
    [InlineData("--for soon", "--for is 'soon'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).")]
    [InlineData("--seed 1 --seeds 2", "--seed and --seeds are both given; allowed is one of them.")]
    [InlineData("--seed 1 --first 2", "--seed and --first are both given; allowed is one of them.")]
    [InlineData("--for 1s --seed 2", "--seed and --for are both given; allowed is one of them.")]
    [InlineData("--for 1s --seeds 2", "--for and --seeds are both given; allowed is one of them.")]
    public async Task A_wrong_value_is_a_sentence_and_exit_code_2(string line, string sentence)
    {
        (int code, string output, string error) = await Run(line);

        Assert.Equal((ExitCode.BadUsage, "", sentence), (code, output, error.Split('\n')[0]));
    }

    [Fact]
    public async Task A_seed_prints_its_journal_and_some_seeds_print_a_line()
    {
        (int one, string journal, _) = await Run("--seed 63");
        (int some, string line, _) = await Run("--first 5 --seeds 3");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (one, some));
        Assert.StartsWith("seed 63: max-num-seqs ", journal, StringComparison.Ordinal);
        Assert.Matches(@"\nseed 63: everything held, \d+ steps, plans \S+\n$", journal);
        Assert.Matches(@"^3 seeds, \d+ steps in .* s \(.* seeds/s\): 0 failed\n$", line);
    }

    [Theory]
    [InlineData("--seed 63")]
    [InlineData("--seeds 3")]
    [InlineData("--help")]
    public async Task Output_that_cannot_be_written_is_a_sentence_and_exit_code_4(string line)
    {
        using StandardOutput output = new(new FullDisk());
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

        Assert.Equal(ExitCode.OutputFailed, await SimulationCommand.RunAsync(line.Split(' '), output, error));
        Assert.Equal($"standard output cannot be written: {FullDisk.Problem}\n", error.ToString());
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await SimulationCommand.RunAsync(line.Split(' '), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
