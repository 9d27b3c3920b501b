using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulator.Cli;
using LoadGen.Report;

namespace Tests.Integration.LoadGen;

/// <summary><c>loadgen compare</c>: simulations, servers in this process, real gRPC between.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_small_comparison_runs_to_its_end_and_writes_its_three_files()
    {
        LoadGenRun run = await LoadGenRun.Of("compare", "--duration", "5s", "--rate-scale", "0.25,0.05", "--runs", "1", "--live-wall", "3s", "--out", _folder.PathOf("."));

        Assert.True(run.Code == ExitCode.Done, run.Error);
        string json = await File.ReadAllTextAsync(_folder.PathOf("report.json"));
        JsonNode schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "report.schema.json")))!;
        Assert.Empty(new JsonShape((JsonObject)schema).Problems(JsonNode.Parse(json)));
        CompareReport report = ReportJson.ReadCompare(json);
        Assert.False(report.Partial);
        string[] names = ["seed-single", "8xTP1", "4xTP2", "2xTP4", "seed-tp8"];
        Assert.Equal(names, report.Configurations.Select(c => c.Name));
        Assert.Equal(names, report.Capacity.Select(c => c.Configuration));
        Assert.Equal(names.Length * 2, report.Runs.Count(one => one.Kind == ReportKind.Simulate && one.Configuration is { } name && !name.EndsWith("served", StringComparison.Ordinal)));

        Assert.Equal(["seed-single", "seed-tp8"], report.Served.Select(s => s.Configuration));
        Assert.All(report.Served, served =>
        {
            Assert.True(served.ReplayIdentical, served.ReplayDifference);
            Assert.True(served.Live.Balance!.Holds, served.Live.Balance.Text());
            Assert.Equal(served.Simulated.ScheduleSha256, served.Live.ScheduleSha256);
            Assert.Contains($"{served.Configuration}: replay identical (", run.Output, StringComparison.Ordinal);
            Assert.Contains(served.Live.Balance.ServerText(), run.Output, StringComparison.Ordinal);
            Assert.Contains(served.Live.Balance.ClientText(), run.Output, StringComparison.Ordinal);
        });
        Assert.Contains("12,510-token prompt on seed-single: INVALID_ARGUMENT / context_length_exceeded: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("12,510-token prompt on seed-tp8: streams 16 tokens in ", run.Output, StringComparison.Ordinal);

        IReadOnlyList<Dictionary<string, string>> rows = LoadGenRun.RequestsIn(_folder);
        Assert.All(report.Served, served =>
        {
            Assert.Equal(served.Live.Arrivals, rows.Count(row => row["configuration"] == served.Configuration && row["kind"] == "run"));
            Assert.Equal(served.Simulated.Arrivals, rows.Count(row => row["configuration"] == served.Configuration && row["kind"] == "simulate"));
        });

        XElement page = XDocument.Load(_folder.PathOf("report.html")).Root!;
        string[] plots = [.. page.Descendants("svg").Select(svg => svg.Attribute("aria-label")!.Value)];
        Assert.Single(plots, name => name == "success rate by rate scale");
        Assert.Single(plots, name => name == "requests/s");
        Assert.Equal(2, plots.Count(name => name == "Outcomes"));
        Assert.Equal(2, plots.Count(name => name == "Time to first token (TTFT)"));
        Assert.All(names, name => Assert.Equal(2, plots.Count(plot => plot == name)));
        Assert.Contains("Served over real gRPC", page.Descendants("h2").Select(h => h.Value));
    }

    [Fact]
    public async Task Json_on_standard_output_stands_alone_and_progress_on_standard_error()
    {
        LoadGenRun run = await LoadGenRun.Of("compare", "--simulate-only", "--duration", "2s", "--rate-scale", "0.05", "--runs", "1", "--json", "-");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(5, ReportJson.ReadCompare(run.Output).Configurations.Count);
        Assert.Contains("simulating 10 runs of 2 s of arrivals, drained ...", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_while_it_simulates_it_ends_within_a_second_with_a_partial_report()
    {
        using CancellationTokenSource interrupt = new();
        Stopwatch wall = new();
        LoadGenRun run = await LoadGenRun.Of(
            ["compare", "--out", _folder.PathOf(".")],
            (line, _) =>
            {
                if (line.StartsWith("simulating", StringComparison.Ordinal))
                {
                    wall.Start();
                    interrupt.CancelAfter(TimeSpan.FromMilliseconds(200));
                }
            },
            interrupt.Token);

        Assert.True(wall.Elapsed < TimeSpan.FromMinutes(1), $"it took {wall.Elapsed}");
        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.True(ReportJson.ReadCompare(await File.ReadAllTextAsync(_folder.PathOf("report.json"))).Partial);
        Assert.Contains("Partial:", await File.ReadAllTextAsync(_folder.PathOf("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_while_it_serves_it_keeps_what_was_measured()
    {
        using CancellationTokenSource interrupt = new();
        Stopwatch wall = new();
        LoadGenRun run = await LoadGenRun.Of(
            ["compare", "--presets", "seed-tp8", "--duration", "5s", "--rate-scale", "0.05", "--runs", "1", "--live-wall", "30s", "--out", _folder.PathOf(".")],
            (line, isError) =>
            {
                if (isError && line.StartsWith("seed-tp8:", StringComparison.Ordinal) && !wall.IsRunning)
                {
                    wall.Start();
                    interrupt.Cancel();
                }
            },
            interrupt.Token);

        CompareReport report = ReportJson.ReadCompare(await File.ReadAllTextAsync(_folder.PathOf("report.json")));
        Assert.True(wall.Elapsed < TimeSpan.FromMinutes(1), $"it took {wall.Elapsed}");
        Assert.Equal((ExitCode.Interrupted, true), (run.Code, report.Partial));
        ServedReport served = Assert.Single(report.Served);
        Assert.True(served.Live is { Partial: true, Outcomes.Completed: > 0 }, served.OutcomesText());
        Assert.True(served.ReplayIdentical, served.ReplayDifference);
        Assert.True(served.Live.Balance!.Holds, served.Live.Balance.Text());
    }

    public void Dispose() => _folder.Dispose();
}
