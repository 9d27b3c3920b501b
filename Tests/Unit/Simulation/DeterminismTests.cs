using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Cli;

namespace Tests.Unit.Simulation;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData("--preset seed-tp8 --rate-scale 0.25")]
    [InlineData("--preset seed-tp8 --set tensor-parallel-size=2 --replicas 4 --cut-at-window")]
    [InlineData("--preset llama3-8b-h100 --set enable-prefix-caching=true --replicas 3 --timeout 20s")]
    public async Task Two_simulations_with_one_seed_write_the_same_files_whatever_thread_and_whatever_runs_beside(string options)
    {
        string[] line = [.. $"simulate --workload heavy --duration 20s --seed 7 --slo ttft=2s,e2e=30s --slo-attainment 1e-6 --warmup 1s {options}".Split(' ')];
        (JsonNode Report, string Requests)[] runs = new (JsonNode, string)[3];
        runs[0] = await Run(line);
        Thread[] threads = [.. Enumerable.Range(1, 2).Select(i => new Thread(() => runs[i] = Run(line).GetAwaiter().GetResult()))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.True(runs[0].Requests.Split('\n').Length > 200);
        Assert.All(runs[1..], run =>
        {
            Assert.Equal(runs[0].Report.ToJsonString(), run.Report.ToJsonString());
            Assert.Equal(runs[0].Requests, run.Requests);
        });
    }

    [Fact]
    public async Task Another_seed_is_another_run()
    {
        string[] line = [.. "simulate --workload heavy --duration 20s --preset seed-tp8 --rate-scale 0.25".Split(' ')];
        Assert.NotEqual((await Run([.. line, "--seed", "1"])).Requests, (await Run([.. line, "--seed", "2"])).Requests);
    }

    private static async Task<(JsonNode Report, string Requests)> Run(string[] line)
    {
        string folder = Directory.CreateTempSubdirectory("determinism").FullName;
        try
        {
            using StringWriter output = new(CultureInfo.InvariantCulture);
            using StringWriter error = new(CultureInfo.InvariantCulture);
            Assert.Equal((0, ""), (await LoadGenCommand.RunAsync([.. line, "--quiet", "--out", folder], output, error), error.ToString()));
            JsonObject report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "report.json")))!.AsObject();
            Assert.True(report.Remove("host"));
            return (report, await File.ReadAllTextAsync(Path.Combine(folder, "requests.csv")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
