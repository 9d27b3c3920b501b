using LoadGen.Measure;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>One client profile under one policy, of the requests whose deadline lies in the run: the others had no time to miss it.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Ttft">Time to first token; who got none before its deadline counts as infinite.</param>
/// <param name="Requests">How many.</param>
/// <param name="Met">How many of them completed before their deadline.</param>
internal sealed record ClassFigures(string Profile, LatencySummary Ttft, int Requests, int Met)
{
    public double? MetShare => Requests > 0 ? (double)Met / Requests : null;

    /// <summary>One a profile, in the order of the workload.</summary>
    public static ClassFigures[] Of(StudyRun run, StudySettings settings)
    {
        LoadSchedule schedule = run.Variant.Schedule;
        ILookup<string, RequestRecord> judged = run.Run.Records.Where(record => record.At + Patience(record) <= settings.Duration).ToLookup(record => record.Profile);
        return [.. settings.Workload.Profiles.Select(profile => Of(profile.Name, [.. judged[profile.Name]]))];

        TimeSpan Patience(RequestRecord record) => run.Setup.Blueprint.TimeoutFor(schedule.Arrivals[schedule.IndexOf(record.Id)].Timeout) ?? TimeSpan.Zero;
    }

    private static ClassFigures Of(string profile, RequestRecord[] records)
    {
        LatencyHistogram ttft = LatencyHistogram.Of(records.Select(record => record.Ttft));
        return new ClassFigures(profile, ttft.Summarize(records.Length - ttft.Count), records.Length, records.Count(record => record.Outcome == LoadOutcome.Completed));
    }
}
