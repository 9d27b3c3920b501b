using Emulator.Time;

namespace Emulator.Engine;

/// <summary>
/// Requests that the engine has received and that have not reached the scheduler: each leaves when its ingest delay is over, in order of
/// that moment, ties in order of receipt. One that ends before simply never leaves.
/// </summary>
internal sealed class IngestStage
{
    private readonly PriorityQueue<EngineRequest, (ModelTime ReadyAt, long Receipt)> _held = new();
    private volatile int _count;

    /// <summary>When the next request leaves; <see cref="ModelTime.Never"/> when none is here.</summary>
    public ModelTime NextReadyAt
    {
        get
        {
            while (_held.TryPeek(out EngineRequest? request, out (ModelTime ReadyAt, long Receipt) place))
            {
                if (request.IsHeldBack)
                {
                    return place.ReadyAt;
                }

                _held.Dequeue();
            }

            return ModelTime.Never;
        }
    }

    /// <summary>How many are here. For any thread.</summary>
    public int Count => _count;

    /// <summary>Those that are here, in order of receipt.</summary>
    public IEnumerable<EngineRequest> Requests => _held.UnorderedItems.Where(held => held.Element.IsHeldBack).OrderBy(held => held.Priority.Receipt).Select(held => held.Element);

    /// <summary>Takes in a request until <paramref name="readyAt"/>.</summary>
    public void Hold(EngineRequest request, ModelTime readyAt)
    {
        request.IsHeldBack = true;
        _count++;
        _held.Enqueue(request, (readyAt, request.Receipt));
    }

    /// <summary>Lets the next request out that is ready at or before <paramref name="stepStart"/>.</summary>
    /// <returns>Null when there is none.</returns>
    public EngineRequest? Release(ModelTime stepStart)
    {
        if (NextReadyAt > stepStart)
        {
            return null;
        }

        EngineRequest request = _held.Dequeue();
        Drop(request);
        return request;
    }

    /// <summary>Takes out a request that is here: it leaves, or has ended.</summary>
    public void Drop(EngineRequest request)
    {
        request.IsHeldBack = false;
        _count--;
    }
}
