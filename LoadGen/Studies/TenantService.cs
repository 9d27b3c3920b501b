using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>What the tenants of a run were served until its end, prompt tokens once and output tokens twice, as the fair policy counts.</summary>
/// <param name="Tenants">Their names, in the order of the workload.</param>
/// <param name="Demand">What each asked for.</param>
/// <param name="Served">What each was served, also of requests that then missed their deadline.</param>
internal sealed record TenantService(IReadOnlyList<string> Tenants, IReadOnlyList<double> Demand, IReadOnlyList<double> Served)
{
    private const int OutputTokenWeight = 2;

    public double Total => Served.Sum();

    /// <summary>Jain's index over what each was served as a share of what a max-min fair server of the same capacity would have given it.</summary>
    public double? Jain => Fairness.Jain([.. Fairness.MaxMinShares(Demand, Total).Zip(Served).Where(pair => pair.First > 0).Select(pair => pair.Second / pair.First)]);

    public static TenantService Of(StudyRun run, StudySettings settings)
    {
        LoadSchedule schedule = run.Variant.Schedule;
        string[] tenants = [.. settings.Workload.Profiles.Select(profile => profile.Tenant ?? "").Distinct()];
        ILookup<string, RequestRecord> records = run.Run.Records.ToLookup(record => schedule.Arrivals[schedule.IndexOf(record.Id)].Tenant ?? "");
        return new TenantService(
            tenants,
            [.. tenants.Select(tenant => records[tenant].Sum(record => record.PromptTokens + ((double)OutputTokenWeight * record.OutputTokensAsked)))],
            [.. tenants.Select(tenant => records[tenant].Sum(record => (record.Ttft is null ? 0 : record.PromptTokens) + ((double)OutputTokenWeight * record.OutputTokens)))]);
    }

    public double Share(int tenant) => Total > 0 ? Served[tenant] / Total : 0;
}
