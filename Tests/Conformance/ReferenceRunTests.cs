using System.Globalization;
using LoadGen.Cli;

namespace Tests.Conformance;

/// <summary>Whole runs of an independent implementation, request by request, against the <c>simulate</c> verb.</summary>
public class ReferenceRunTests
{
    // Rounding of step times may move a request across a step's edge, and in overload such a difference grows; more than that is another rule.
    private const double AllowedShareOfRows = 0.01;
    private const double AllowedShareOfTime = 0.001;
    private const decimal AllowedSeconds = 2e-6m;

    public static TheoryData<string> Runs()
    {
        TheoryData<string> runs = [];
        string? folder = SharedData.Folder is null ? null : Path.Combine(SharedData.Folder, "reference-runs");
        foreach (string file in folder is null ? [] : Directory.GetFiles(folder, "*.csv").Order().ToArray())
        {
            runs.Add(Path.GetFileName(file));
        }

        // Without the data one row remains, so that the run says that it was skipped and why.
        if (runs.Count == 0)
        {
            runs.Add("all");
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_whole_run_comes_out_request_by_request(string file)
    {
        // heavy-20s.seed-tp8.csv: schedule, window, preset. The schedules hold 20 s of first turns; "all" is the same with an endless window.
        Dictionary<string, Row> expected = Read(File.ReadAllText(SharedData.PathOf("reference-runs", file)));
        string[] name = Path.GetFileNameWithoutExtension(file).Split('.', 2);
        string[] load = name[0].Split('-');
        List<string> args = ["simulate", "--schedule", SharedData.PathOf("reference-runs", $"{load[0]}-20s.schedule.jsonl"), "--preset", name[1], "--requests", "-", "--quiet"];
        if (load[1] != "all")
        {
            args.AddRange(["--duration", load[1]]);
        }

        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        Assert.Equal((0, ""), (await LoadGenCommand.RunAsync([.. args], output, error), error.ToString()));
        Dictionary<string, Row> got = Read(output.ToString());

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), got.Keys.Order(StringComparer.Ordinal));
        string[] differences = [.. expected.Where(row => !row.Value.Agrees(got[row.Key])).Select(row => $"{row.Key}: expected {row.Value}, got {got[row.Key]}")];
        Assert.True(
            differences.Length <= AllowedShareOfRows * expected.Count,
            $"{differences.Length} of {expected.Count} requests differ:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(50))}");
    }

    private static Dictionary<string, Row> Read(string csv)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] header = lines[0].Split(',');
        int[] columns = [.. new[] { "id", "outcome", "at", "ttft", "e2e" }.Select(column => Array.IndexOf(header, column))];
        return lines.Skip(1).Select(line => line.Split(',')).ToDictionary(
            cells => cells[columns[0]],
            cells => new Row(cells[columns[1]], Seconds(cells[columns[2]]), Seconds(cells[columns[3]]), Seconds(cells[columns[4]])));
    }

    private static decimal? Seconds(string cell) => cell.Length == 0 ? null : decimal.Parse(cell, CultureInfo.InvariantCulture);

    private sealed record Row(string Outcome, decimal? At, decimal? Ttft, decimal? E2e)
    {
        public bool Agrees(Row other) => Outcome == other.Outcome && Near(At, other.At) && Near(Ttft, other.Ttft) && Near(E2e, other.E2e);

        private static bool Near(decimal? expected, decimal? got) =>
            expected.HasValue == got.HasValue && (expected is not { } e || Math.Abs(e - got!.Value) <= Math.Max(AllowedSeconds, (decimal)AllowedShareOfTime * Math.Abs(e)));
    }
}
