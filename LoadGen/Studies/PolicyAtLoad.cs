namespace LoadGen.Studies;

/// <summary>A policy at one load.</summary>
/// <param name="Factor">Times the rate asked for.</param>
/// <param name="Classes">By client profile.</param>
/// <param name="Service">By tenant.</param>
/// <param name="TimedOutShare">Share of the computed tokens that went into requests that then missed their deadline.</param>
internal sealed record PolicyAtLoad(double Factor, IReadOnlyList<ClassFigures> Classes, TenantService Service, double? TimedOutShare)
{
    /// <summary>Share of the requests that met their deadline.</summary>
    public double? MetShare => Classes.Sum(one => one.Requests) is > 0 and int all ? (double)Classes.Sum(one => one.Met) / all : null;

    public static PolicyAtLoad Of(double factor, StudyRun run, StudySettings settings) => new(
        factor, ClassFigures.Of(run, settings), TenantService.Of(run, settings),
        run.Engine is { ComputedTokens: > 0 and long computed, TimedOutTokens: long timedOut } ? (double)timedOut / computed : null);
}
