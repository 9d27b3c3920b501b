namespace Tests.Unit.Scheduling.Traffic;

/// <summary>What one step shows to the outside: a row of a case file, and beyond it the blocks of all who run and the whole queue.</summary>
internal sealed record StepRow
{
    public List<(string Id, int Tokens, int Before, int? Cached)> Scheduled { get; } = [];

    public List<string> Sampled { get; } = [];

    public List<string> Preempted { get; } = [];

    public List<(string Id, string Reason)> Finished { get; } = [];

    public List<(string Id, string Reason)> Rejected { get; } = [];

    /// <summary>Victims of events before the step: failed by a resize or a crash, then preempted by a resize.</summary>
    public List<string> Hit { get; } = [];

    /// <summary>Block tables of the planned requests, after Schedule.</summary>
    public List<(string Id, int[] Blocks)> Tables { get; } = [];

    /// <summary>Block tables of all that run, after Complete.</summary>
    public List<(string Id, int[] Blocks)> Held { get; } = [];

    /// <summary>Who waits, after Complete.</summary>
    public List<string> Waiting { get; } = [];

    public int FreeAfterSchedule { get; set; }

    /// <summary>The free queue after Complete.</summary>
    public List<int> FreeQueue { get; } = [];

    /// <summary>The first field in which this row and another one differ; null when they are equal.</summary>
    public string? DifferenceFrom(StepRow other)
    {
        foreach (((string name, string mine), (_, string others)) in Fields().Zip(other.Fields()))
        {
            if (mine != others)
            {
                return $"{name}: [{others}] became [{mine}]";
            }
        }

        return null;
    }

    private IEnumerable<(string Name, string Text)> Fields()
    {
        yield return ("rejected", string.Join(' ', Rejected));
        yield return ("hit by an event", string.Join(' ', Hit));
        yield return ("scheduled", string.Join(' ', Scheduled));
        yield return ("preempted", string.Join(' ', Preempted));
        yield return ("tables", Text(Tables));
        yield return ("free after Schedule", $"{FreeAfterSchedule}");
        yield return ("sampled", string.Join(' ', Sampled));
        yield return ("finished", string.Join(' ', Finished));
        yield return ("held", Text(Held));
        yield return ("waiting", string.Join(' ', Waiting));
        yield return ("free queue", string.Join(' ', FreeQueue));
    }

    private static string Text(List<(string Id, int[] Blocks)> tables) => string.Join(' ', tables.Select(table => $"{table.Id}[{string.Join(' ', table.Blocks)}]"));
}
