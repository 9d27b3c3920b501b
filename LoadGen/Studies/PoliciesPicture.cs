using Emulator.Svg;
using LoadGen.Report;

namespace LoadGen.Studies;

/// <summary>Deadlines met over the load, TTFT by class, and who was served.</summary>
internal static class PoliciesPicture
{
    public static PanelSheet Of(string setting, PolicyFigures[] policies) =>
        new("Scheduling policies: who waits, who is on time, who is served", setting, [[Deadlines(policies), Wasted(policies)], [Ttft(policies), Service(policies)]]);

    private static CurvePanel Deadlines(PolicyFigures[] policies) => OverLoad("Deadlines met", policies, load => load.MetShare, 1);

    private static CurvePanel Wasted(PolicyFigures[] policies) =>
        OverLoad("Tokens computed for requests that then missed theirs", policies, load => load.TimedOutShare, Math.Max(0.01, policies.SelectMany(policy => policy.Loads).Max(load => load.TimedOutShare ?? 0)));

    private static CurvePanel OverLoad(string title, PolicyFigures[] policies, Func<PolicyAtLoad, double?> value, double most) => new(
        title,
        PanelAxis.Between("load, times the rate asked for", policies[0].Lowest.Factor - 0.05, policies[0].Highest.Factor + 0.05, Figures.Factor),
        PanelAxis.FromZero("", most, Wording.ShareAxis),
        [.. policies.Select((policy, i) => new Curve(policy.Name, i, [.. policy.Loads.Where(load => value(load) is not null).Select(load => new LabelledPoint(load.Factor, value(load)!.Value, ""))]))]);

    private static RangePanel Ttft(PolicyFigures[] policies)
    {
        ClassFigures[] all = [.. policies.SelectMany(policy => policy.Asked.Classes)];
        return new RangePanel(
            "TTFT by class at the rate asked for, p50 to p99",
            PanelAxis.Powers("TTFT; ∞: beyond the deadline", all.SelectMany(one => new[] { one.Ttft.P50, one.Ttft.P99 }).OfType<TimeSpan>().Select(time => time.TotalSeconds), Wording.SecondsAxis),
            [.. policies.Select(policy => policy.Name)],
            [.. policies[0].Asked.Classes.Select((one, i) => (one.Profile, (IReadOnlyList<(double?, double?)>)[.. policies.Select(policy => (policy.Asked.Classes[i].Ttft.P50?.TotalSeconds, policy.Asked.Classes[i].Ttft.P99?.TotalSeconds))]))]);
    }

    private static BarPanel Service(PolicyFigures[] policies) => new(
        "Service by tenant at the rate asked for",
        "policy; above: Jain's index",
        PanelAxis.FromZero("", 1, Wording.ShareAxis),
        policies[0].Asked.Service.Tenants,
        [.. policies.Select(policy => (policy.Name, Wording.Number(policy.Asked.Service.Jain), (IReadOnlyList<double>)[.. policy.Asked.Service.Tenants.Select((_, tenant) => policy.Asked.Service.Share(tenant))]))]);
}
