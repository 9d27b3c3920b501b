using Emulator.Scheduling.Policies;

namespace LoadGen.Studies;

/// <summary>Every scheduling policy under one load of several tenants, below capacity and beyond it.</summary>
public sealed class PoliciesStudy()
    : Study("policies", "who waits, who makes the deadline and who is served, by scheduling policy, when there is too much to do?", "tenants", TimeSpan.FromSeconds(120))
{
    private static readonly double[] Loads = [0.6, 0.8, 1, 1.25, 1.6];

    /// <inheritdoc/>
    public override StudyResult Run(StudySettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string[] policies = [.. PolicyCatalogue.All.Select(policy => policy.Name)];
        var schedules = Loads.Select(load => settings.Schedule(load, cancellation)).ToArray();
        StudyRun[] runs = StudyRun.All(
            settings, [.. policies.SelectMany(policy => schedules.Select(schedule => new StudyVariant(policy, settings.Server with { SchedulingPolicy = policy }, schedule) { CutAtWindow = true }))], cancellation);
        PolicyFigures[] figures = [.. policies.Select((policy, i) => new PolicyFigures(policy, [.. Loads.Select((load, j) => PolicyAtLoad.Of(load, runs[(i * Loads.Length) + j], settings))]))];
        return new StudyResult
        {
            Study = this,
            Setting = settings.Describe(),
            Table = new StudyTable(["policy", "class", "TTFT p50 s", "TTFT p99 s", "deadlines met", "share of service", "Jain's index"], [.. figures.SelectMany(policy => Rows(policy, settings))]),
            Sentences = [.. PoliciesSentences.Of(figures).OfType<string>()],
            Picture = PoliciesPicture.Of(settings.Describe(), figures),
            Notes = StudyRun.Notes(runs),
        };
    }

    private static IEnumerable<string[]> Rows(PolicyFigures policy, StudySettings settings)
    {
        PolicyAtLoad asked = policy.Asked;
        for (int i = 0; i < asked.Classes.Count; i++)
        {
            ClassFigures one = asked.Classes[i];
            int tenant = asked.Service.Tenants.ToList().IndexOf(settings.Workload.Profiles[i].Tenant ?? "");
            yield return [policy.Name, one.Profile, Wording.Number(one.Ttft.P50?.TotalSeconds), Wording.Number(one.Ttft.P99?.TotalSeconds), Wording.Share(one.MetShare), Wording.Share(asked.Service.Share(tenant)), ""];
        }

        yield return [policy.Name, "all", "", "", Wording.Share(asked.MetShare), "", Wording.Number(asked.Service.Jain)];
    }
}
