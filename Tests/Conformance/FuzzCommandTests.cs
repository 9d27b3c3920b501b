using System.Globalization;
using Emulator.Cli;
using Tests.Fuzz;

namespace Tests.Conformance;

/// <summary>The command that fuzzes, and repeats a case.</summary>
public class FuzzCommandTests
{
    [Theory]
    [InlineData("--target chatt", "--target is 'chatt'; did you mean 'chat'?")]
    [InlineData("--seed abc", "--seed is 'abc'; ")]
    [InlineData("--cases -1", "--cases is '-1'; ")]
    [InlineData("--case 1", "--case is given without --target; a case is one of a target.")]
    [InlineData("--for soon", "--for is 'soon'; ")]
    public async Task A_wrong_value_is_a_sentence_and_exit_code_2(string line, string sentence)
    {
        (int code, string output, string error) = await Run(line);

        Assert.Equal((ExitCode.BadUsage, ""), (code, output));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_cases_print_a_line_and_one_prints_its_input()
    {
        (int some, string line, _) = await Run("--target report --cases 50");
        (int one, string input, _) = await Run("--target report --case 3");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (some, one));
        Assert.Matches(@"^report: 50 cases in .* s \(.* a second\), \d+ taken, the others refused in \d+ ways: 0 failed\n$", line);
        Assert.Matches(@"^report, seed 1, case 3: \d+ bytes\n", input);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await FuzzCommand.RunAsync(line.Split(' '), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
