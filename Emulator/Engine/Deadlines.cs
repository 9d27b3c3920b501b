using System.Runtime.InteropServices;
using Emulator.Time;

namespace Emulator.Engine;

/// <summary>When live requests time out. For the engine's thread.</summary>
internal sealed class Deadlines
{
    private readonly PriorityQueue<EngineRequest, ModelTime> _queue = new();
    private readonly List<EngineRequest> _due = [];

    /// <summary>The next of them; <see cref="ModelTime.Never"/> when no live request has one.</summary>
    public ModelTime Next
    {
        get
        {
            while (_queue.TryPeek(out EngineRequest? request, out ModelTime deadline))
            {
                if (request.Outcome is null)
                {
                    return deadline;
                }

                _queue.Dequeue();
            }

            return ModelTime.Never;
        }
    }

    /// <summary>Watches a request that has a timeout.</summary>
    public void Add(EngineRequest request) => _queue.Enqueue(request, request.Deadline);

    /// <summary>Forgets those whose deadline has come.</summary>
    /// <returns>The live ones among them, in order of receipt; valid until the next call.</returns>
    public ReadOnlySpan<EngineRequest> TakeDue(ModelTime now)
    {
        _due.Clear();
        while (_queue.TryPeek(out EngineRequest? request, out ModelTime deadline) && deadline <= now)
        {
            _queue.Dequeue();
            if (request.Outcome is null)
            {
                _due.Add(request);
            }
        }

        _due.Sort(static (a, b) => a.Receipt.CompareTo(b.Receipt));
        return CollectionsMarshal.AsSpan(_due);
    }
}
