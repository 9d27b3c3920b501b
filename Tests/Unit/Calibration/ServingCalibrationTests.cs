using Emulator;
using Emulator.Calibration;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Hardware;
using LoadGen.Measure;
using LoadGen.Report;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace Tests.Unit.Calibration;

/// <summary>A server whose host and kernels are known serves several loads; the fit, which sees its reports alone, must find both again.</summary>
public sealed class ServingCalibrationTests
{
    private static readonly EngineSetup Setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100"));
    private static readonly Gpu Gpu = Setup.Gpu;

    private static readonly Workload Chat = Workload.Parse("name: chat\nprofiles: [{ name: chat, rate: 1, prompt_tokens: 400, output_tokens: 300 }]", "chat.yaml");
    private static readonly Workload Documents = Workload.Parse("name: documents\nprofiles: [{ name: documents, rate: 0.5, prompt_tokens: 3000, output_tokens: 200 }]", "documents.yaml");

    [Theory]
    [InlineData(1.0, 582, 3.14)]
    [InlineData(1.0, 1_500, 10)]
    [InlineData(1.3, 900, 5)]
    public void The_host_and_the_kernels_of_a_known_server_are_found_again(double scale, double step, double sequence)
    {
        ServingCalibration found = Fit(Loads(scale, new HostOverhead(step, sequence), 0.5, 4, 14));
        Assert.InRange(found.Scale, 0.94 * scale, 1.06 * scale);
        Assert.All(found.Loads, load => Assert.InRange(load.PredictedSeconds / load.Load.TokenSeconds, 0.98, 1.02));

        // A step's fixed time lies between those of a host that is somewhat slower with faster kernels, and the other way round.
        double host = step + (8 * sequence);
        Assert.InRange(found.Host.MicrosecondsPerStep + (8 * found.Host.MicrosecondsPerSequence), host - 350, host + 350);
    }

    [Fact]
    public void The_entry_that_is_written_runs_as_the_server_did()
    {
        ServingCalibration found = Fit(Loads(1.25, new HostOverhead(1_200, 6), 0.5, 4, 14));
        Gpu entry = GpuCatalogue.Parse(CatalogueFile.Write(found.Apply(Gpu)), "mine.json");
        Assert.Equal(found.Host, entry.Host);
        ReportedLoad asked = Loads(1.25, new HostOverhead(1_200, 6), 9)[0];
        ReportedLoad got = Simulated(entry, 9, Chat);
        Assert.InRange(got.TokenSeconds / asked.TokenSeconds, 0.97, 1.03);
    }

    [Fact]
    public void Kernels_that_explain_the_loads_stay_as_they_are_with_all_that_was_judged_of_them()
    {
        ServingCalibration found = Fit(Loads(1, new HostOverhead(1_500, 10), 0.5, 4, 14));
        Assert.Equal(1, found.Scale);
        Assert.Equal(Gpu.Coefficients, found.Apply(Gpu).Coefficients);
        Assert.NotEqual(1, Fit(Loads(1.3, HostOverhead.Fitted, 0.5, 4, 14)).Scale);
    }

    [Fact]
    public void Of_two_loads_the_time_a_sequence_stays_as_it_was()
    {
        ServingCalibration found = Fit([Loads(1, new HostOverhead(1_000, 3.14), 1)[0], Loads(1, new HostOverhead(1_000, 3.14), 12)[0]]);
        Assert.Equal(HostOverhead.Fitted.MicrosecondsPerSequence, found.Host.MicrosecondsPerSequence);
    }

    [Fact]
    public void One_load_is_not_enough() =>
        Assert.Equal("serving names 1 report; allowed are 2 and more, taken at different loads.", Assert.Throws<InvalidConfigurationException>(() => Fit([Loads(1, HostOverhead.Fitted, 4)[0]])).Message);

    [Fact]
    public void Loads_that_are_alike_are_not_enough() =>
        Assert.Contains("too alike to tell the host's time from the kernels'", Assert.Throws<InvalidConfigurationException>(() => Fit([Loads(1, HostOverhead.Fitted, 4)[0], Loads(1, HostOverhead.Fitted, 5)[0]])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "serving is 'r.json', which is no JSON:")]
    [InlineData("[]", "serving is 'r.json', which has no requests_per_second;")]
    [InlineData("{\"requests_per_second\":0}", "serving is 'r.json', in which requests_per_second is 0;")]
    [InlineData("{\"requests_per_second\":1,\"prompt_tokens_per_second\":9,\"output_tokens_per_second\":9,\"latency\":{}}", "serving is 'r.json', which has no latency.tpot.mean;")]
    public void What_is_no_report_of_a_load_is_a_sentence(string json, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<InvalidConfigurationException>(() => ReportedLoad.Parse(json, "r.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void No_scaled_set_goes_over_what_the_catalogue_allows()
    {
        CoefficientSet fast = Gpu.Coefficients.Scaled(0.4);
        Assert.Empty((Gpu with { Coefficients = fast }).Problems());
        Assert.Equal(0.95, fast.LinearBf16.MemoryEfficiency);
        Assert.Null(fast.LinearBf16.Fit);
        Assert.Equal(2 * Gpu.Coefficients.AllReduce[8].FixedMicroseconds, Gpu.Coefficients.Scaled(2).AllReduce[8].FixedMicroseconds);
    }

    private static ServingCalibration Fit(IReadOnlyList<ReportedLoad> loads) =>
        ServingCalibration.Of(Gpu, Setup.Model, 1, Setup.Blueprint.CostModel.Precision, Setup.Blueprint.Scheduling.TokenBudget, loads);

    private static IReadOnlyList<ReportedLoad> Loads(double scale, HostOverhead host, params double[] rates) =>
        [.. from rate in rates from workload in new[] { Chat, Documents } select Simulated(Gpu with { Coefficients = Gpu.Coefficients.Scaled(scale), Host = host }, rate, workload)];

    private static ReportedLoad Simulated(Gpu gpu, double rate, Workload workload)
    {
        StepCostModel cost = new(gpu, Setup.Model, 1, Setup.Blueprint.CostModel.Precision, 8_192, 256);
        TimeSpan window = TimeSpan.FromSeconds(120);
        SimulationOptions options = new() { Blueprint = Setup.Blueprint with { CostModel = cost }, Window = window };
        RunReport report = SimulatedRun.Of("server", Setup, LoadSchedule.Generate(workload, 1, window, rate), options, duration => MeasurementWindow.Cut(duration, TimeSpan.Zero, TimeSpan.Zero), 1).Report;
        return ReportedLoad.Parse(ReportJson.Text(report), "report.json");
    }
}
