namespace LoadGen.Report;

/// <summary>Whether it was the host, and not the server under test, that set a run's pace.</summary>
internal static class Limits
{
    /// <summary>One sentence when it was; null when the server's figures can be trusted.</summary>
    public static string? Of(RunReport run) => run.Host switch
    {
        var host when host.GeneratorWasTheLimit() =>
            host.CpuShare > HostReport.CpuShareAllowed
                ? $"the load generator, not the server, was the limit: CPU at {Figures.Share(host.CpuShare)} ({Figures.Share(HostReport.CpuShareAllowed)} is allowed), sends late by {Late(host)} at p99."
                : $"the load generator, not the server, was the limit: sends were late by {Late(host)} at p99 ({Figures.Duration(HostReport.SendLatenessAllowed)} is allowed).",
        { KeptUp: false } host =>
            $"the host did not keep up with the emulated server's clock: steps ended late by {Figures.Duration(host.StepLateness?.P99 ?? host.StepLateness?.Max)} at p99.",
        _ => null,
    };

    private static string Late(HostReport host) => Figures.Duration(host.SendLateness?.P99 ?? host.SendLateness?.Max);
}
