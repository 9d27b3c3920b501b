namespace Tests.Integration.Telemetry;

/// <summary>Listeners see the spans and metrics of the whole process, so that these tests run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class RunsAlone
{
    public const string Name = "telemetry, alone";
}
