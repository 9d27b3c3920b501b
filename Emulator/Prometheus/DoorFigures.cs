using Emulator.Engine;

namespace Emulator.Prometheus;

/// <summary>Requests that ended at a door, so that the engine never saw them: refused by admission, given up by their client, or failed on the way. From any thread.</summary>
internal sealed class DoorFigures(SeriesFactory make)
{
    private readonly Lock _gate = new();

    // vLLM's two limits are on its page from the start; what else refuses here appears when it does.
    private readonly SortedDictionary<string, Value> _rejections = new(
        new[] { "max_num_queued_reqs", "max_num_queued_tokens" }.ToDictionary(reason => reason, reason => make.Loose(VllmMetrics.Rejections, ("reason", reason))), StringComparer.Ordinal);

    private long _given;
    private long _failed;

    /// <summary>Counts one. Those that could never have been served are no requests in vLLM's books, and are left out.</summary>
    /// <param name="outcome">How it was counted.</param>
    /// <param name="reason">Why.</param>
    public void Ended(Outcome outcome, string reason)
    {
        lock (_gate)
        {
            switch (outcome)
            {
                case Outcome.Rejected:
                    if (!_rejections.TryGetValue(reason, out Value? rejections))
                    {
                        _rejections.Add(reason, rejections = make.Loose(VllmMetrics.Rejections, ("reason", reason)));
                    }

                    rejections.Amount++;
                    break;
                case Outcome.Cancelled or Outcome.TimedOut:
                    _given++;
                    break;
                case Outcome.Failed:
                    _failed++;
                    break;
            }
        }
    }

    /// <summary>Adds what was counted to the copies of an engine's series.</summary>
    public void AddTo(List<Series> copies)
    {
        lock (_gate)
        {
            copies.AddRange(_rejections.Values.Select(rejections => rejections.Copy()));
            Add("abort", _given);
            Add("error", _failed);
        }

        void Add(string reason, long times) => copies.OfType<Value>().Single(value => value.Family == VllmMetrics.Success && value.Labels.Text.Contains($"\"{reason}\"", StringComparison.Ordinal)).Amount += times;
    }
}
