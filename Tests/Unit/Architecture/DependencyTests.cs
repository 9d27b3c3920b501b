using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tests.Unit.Architecture;

/// <summary>Who may use whom, read from the compiled assemblies.</summary>
public class DependencyTests
{
    private static readonly ArchUnitNET.Domain.Architecture Code =
        new ArchLoader().LoadAssemblies(typeof(Emulator.Engine.EngineLoop).Assembly, typeof(LoadGen.Simulation.Simulator).Assembly).Build();

    [Theory]
    [InlineData("Numerics", "Hardware|Models|CostModel|Scheduling|KvCache|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Hardware", "Models|CostModel|Scheduling|KvCache|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Models", "Hardware|CostModel|Scheduling|KvCache|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("KvCache", "Hardware|Models|CostModel|Scheduling|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Scheduling", "Hardware|Models|CostModel|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("CostModel", "KvCache|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Time", "Hardware|Models|CostModel|Scheduling|KvCache|Engine|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Engine", "Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Admission", "Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg|Calibration|Csv")]
    [InlineData("Calibration", "KvCache|Engine|Time|Admission|Configuration|Api|Cli|Content|Tracing|Prometheus|Explanation|Points|Capacity|Svg")]
    public void A_folder_of_the_emulator_uses_only_what_stands_below_it(string folder, string above) =>
        Types().That().ResideInNamespaceMatching($@"^Emulator\.{folder}(\.|$)")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^Emulator\.({above})(\.|$)"))
            .WithoutRequiringPositiveResults()
            .Check(Code);

    [Theory]
    [InlineData("Numerics")]
    [InlineData("Hardware")]
    [InlineData("Models")]
    [InlineData("KvCache")]
    [InlineData("Scheduling")]
    [InlineData("CostModel")]
    public void A_pure_folder_knows_no_clock_no_task_no_web_and_no_log(string folder) =>
        Types().That().ResideInNamespaceMatching($@"^Emulator\.{folder}(\.|$)")
            .Should().NotDependOnAnyTypesThat().HaveFullNameMatching(
                @"^(System\.Diagnostics\.Stopwatch|System\.DateTime|System\.DateTimeOffset|System\.TimeProvider|System\.Random|System\.Threading\.Tasks\..*|System\.Threading\.(Thread|Timer|Monitor|Lock|SemaphoreSlim|ManualResetEventSlim)|System\.Net\..*|Microsoft\.AspNetCore\..*|Microsoft\.Extensions\.Logging\..*)$")
            .Check(Code);

    [Fact]
    public void Only_the_start_of_a_program_uses_more_of_telemetry_than_its_names() =>
        Types().That().ResideInNamespaceMatching(@"^(Emulator|LoadGen)(\.|$)").And().DoNotResideInNamespaceMatching(@"^(Emulator|LoadGen)\.(Api|Cli)(\.|$)")
            .Should().NotDependOnAnyTypesThat().HaveFullNameMatching(@"^(OpenTelemetry\.|Telemetry\.(?!Names\.))")
            .Check(Code);

    /// <summary>SimulatedRun, which wraps a run for its report, is the one that times it: how long the host took is a figure of that report.</summary>
    [Fact]
    public void A_virtual_run_reads_no_host_clock() =>
        Types().That().HaveFullNameMatching(@"^(Emulator\.Engine\.(EngineLoop|EngineCounters|PlanHash|EngineBlueprint|IngestStage|IngestDelay)|Emulator\.Engine\.Journal\.JournalReplay|Emulator\.Time\.(VirtualClock|ModelTime|Duration)|LoadGen\.Simulation\.(Sim(ulator|ulatedEngine|ulatedRequest|ulationOptions|ulationResult)|ScheduledIntake|TokenGaps))$")
            .Should().NotDependOnAnyTypesThat().HaveFullNameMatching(
                @"^(System\.Diagnostics\.Stopwatch|System\.DateTime|System\.DateTimeOffset|System\.TimeProvider|System\.Random|Emulator\.Time\.(WallClock|PreciseWait))$")
            .Check(Code);

    [Fact]
    public void A_study_knows_no_command_line_no_server_and_no_host_clock() =>
        Types().That().ResideInNamespaceMatching(@"^LoadGen\.Studies(\.|$)")
            .Should().NotDependOnAnyTypesThat().HaveFullNameMatching(
                @"^(LoadGen\.(Cli|Live|Compare|Fidelity)\..*|Emulator\.(Api|Admission)\..*|System\.CommandLine\..*|System\.Diagnostics\.Stopwatch|System\.DateTime|System\.DateTimeOffset|System\.TimeProvider|System\.Random|Emulator\.Time\.(WallClock|PreciseWait))$")
            .Check(Code);
}
