using System.Globalization;
using System.Text.Json.Nodes;
using Tests.Unit.Cli;

namespace Tests.Unit.Study;

/// <summary>The table in docs/study.md that sets the study's times beside ours and beside what memory allows.</summary>
public sealed class PhysicsTableTests
{
    [Theory]
    [InlineData("one token, one request, TP=8", "0.2 ms", 8, "--decode 1x1024")]
    [InlineData("one token, one request, one GPU", "-", 1, "--decode 1x1024")]
    [InlineData("one token of each of 32 requests, TP=8", "-", 8, "--decode 32x1024")]
    [InlineData("a step of the study's budget, 3,691 prompt tokens, TP=8", "50 ms", 8, "--prefill 1x3691")]
    public async Task The_table_is_what_explain_prints(string what, string study, int tensorParallelSize, string step)
    {
        (string ours, string floor) = await Explain($"--preset seed-tp8 --tp {tensorParallelSize} {step}");
        (string measured, _) = tensorParallelSize == 8 ? await Explain($"--preset llama3-70b-h100-tp8 {step}") : ("does not fit", "");
        string row = $"| {what} | `{step}` | {study} | {ours} | {measured} | {floor} |\n";

        string page = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "study.md"));
        Assert.Contains(row, page, StringComparison.Ordinal);
    }

    private static async Task<(string Total, string Floor)> Explain(string arguments)
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"explain {arguments} --json");
        Assert.Equal((0, ""), (exitCode, error));
        JsonNode step = JsonNode.Parse(output)!;
        return (Milliseconds(step["total_us"]!), Milliseconds(step["floor_us"]!));
    }

    private static string Milliseconds(JsonNode microseconds) => string.Create(CultureInfo.InvariantCulture, $"{microseconds.GetValue<double>() / 1e3:0.00} ms");
}
