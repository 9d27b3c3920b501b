using System.Globalization;
using Emulator.Cli;
using LoadGen.Cli;
using Tests.Unit.SchedulerCases;

namespace Tests.Unit.Cli;

/// <summary>Output that cannot be written is a sentence and exit code 4, whichever verb writes it.</summary>
public sealed class FailingOutputTests : IDisposable
{
    private const string Sentence = $"standard output cannot be written: {FullDisk.Problem}\n";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("presets list")]
    [InlineData("scheduler replay CASE")]
    [InlineData("scheduler replay --help")]
    [InlineData("explain --preset llama3-8b-h100 --decode 1x100")]
    public async Task Of_the_emulator(string line) =>
        Assert.Equal((ExitCode.OutputFailed, Sentence), await Run(line, (arguments, output, error) => CommandLine.RunAsync(arguments, output, error)));

    [Theory]
    [InlineData("scheduler study")]
    [InlineData("scheduler study token-budget --duration 1s --quiet")]
    [InlineData("scheduler trace --workload light --duration 5s --steps 5 --quiet")]
    [InlineData("scheduler trace --workload light --duration 5s --steps 5 --quiet --format json")]
    [InlineData("scheduler trace --workload light --duration 5s --steps 5 --quiet --format html")]
    [InlineData("schedule export --workload light --duration 5s")]
    [InlineData("workloads list")]
    public async Task Of_the_load_generator(string line) =>
        Assert.Equal((ExitCode.OutputFailed, Sentence), await Run(line, (arguments, output, error) => LoadGenCommand.RunAsync(arguments, output, error, new Dictionary<string, string>())));

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Error)> Run(string line, Func<string[], TextWriter, TextWriter, Task<int>> run)
    {
        using StandardOutput output = new(new FullDisk());
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        string[] arguments = [.. line.Split(' ').Select(word => word == "CASE" ? _folder.Write("a.json", SmallCase.Text) : word)];
        int code = await run(arguments, output, error);
        return (code, error.ToString());
    }
}
