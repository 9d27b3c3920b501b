namespace LoadGen.Trace.Terminal;

/// <summary>
/// Gives every sequence a lane while it runs: the lowest free one at its admission, the same in every step until it is gone. One that leaves
/// before or in a step still has its lane in that step, which shows how it left.
/// </summary>
internal sealed class LaneChart
{
    private readonly int _tokenBudget;
    private readonly Dictionary<string, int> _laneOf = [];
    private readonly PriorityQueue<int, int> _free = new();
    private readonly List<string> _leaving = [];
    private int _lanes;

    private LaneChart(int tokenBudget) => _tokenBudget = tokenBudget;

    /// <summary>The lanes of each step, as many in every step as there ever are.</summary>
    public static IReadOnlyList<Lane[]> Of(StepTrace trace)
    {
        LaneChart chart = new(trace.TokenBudget);
        Lane[][] rows = [.. trace.Steps.Select(chart.Row)];
        for (int i = 0; i < rows.Length; i++)
        {
            Array.Resize(ref rows[i], chart._lanes);
        }

        return rows;
    }

    private Lane[] Row(TracedStep step)
    {
        foreach (TracedShare share in step.Shares)
        {
            if (!_laneOf.ContainsKey(share.Id))
            {
                _laneOf.Add(share.Id, _free.TryDequeue(out int free, out _) ? free : _lanes++);
            }
        }

        Lane[] row = new Lane[_lanes];
        foreach (int lane in _laneOf.Values)
        {
            row[lane] = new Lane(LaneState.Skipped);
        }

        foreach (TracedShare share in step.Shares)
        {
            row[_laneOf[share.Id]] = Of(share);
        }

        Leave(row, step.Finished.Select(end => end.Id), LaneState.Finished);
        Leave(row, step.EndedBefore.Select(end => end.Id), LaneState.TimedOut);
        Leave(row, step.Preempted, LaneState.Preempted);
        foreach (string id in _leaving)
        {
            if (_laneOf.Remove(id, out int lane))
            {
                _free.Enqueue(lane, lane);
            }
        }

        _leaving.Clear();
        return row;
    }

    private void Leave(Lane[] row, IEnumerable<string> ids, LaneState state)
    {
        foreach (string id in ids)
        {
            if (_laneOf.TryGetValue(id, out int lane))
            {
                row[lane] = new Lane(state);
                _leaving.Add(id);
            }
        }
    }

    private Lane Of(in TracedShare share) => share.Kind == ShareKind.Decode && share.CachedTokens is null
        ? new Lane(LaneState.Decode)
        : new Lane(share.Resumed ? LaneState.Resumed : share.CachedTokens > 0 ? LaneState.Hit : LaneState.Chunk, Eighths(share.NewTokens));

    private int Eighths(int tokens) => (int)Math.Clamp((((long)tokens * 8) + _tokenBudget - 1) / _tokenBudget, 1, 8);
}
