namespace Emulator.Scheduling.Policies;

/// <summary>Tenants with requests that wait, the one with the best claim first: a binary heap.</summary>
/// <remarks>
/// A claim gets worse with every token that its tenant is served, and that happens far more often than anybody asks who is first. So nothing moves
/// then: a tenant keeps the place of the claim that it had, which was no worse, until it stands first, and is looked at anew there. What a step
/// costs thus depends on who is served in it, and not on how many wait.
/// </remarks>
internal sealed class TenantQueue
{
    private readonly List<Tenant> _heap = [];

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyList<Tenant> All => _heap;

    /// <summary>The one with the best claim; null when there is none.</summary>
    public Tenant? First
    {
        get
        {
            if (_heap.Count == 0)
            {
                return null;
            }

            for (Tenant first = _heap[0]; first.Placed != first.Rank; first = _heap[0])
            {
                first.Placed = first.Rank;
                Sink(first);
            }

            return _heap[0];
        }
    }

    /// <summary>A request of <paramref name="tenant"/>, which is not here, has begun to wait.</summary>
    public void Add(Tenant tenant)
    {
        tenant.Place = _heap.Count;
        tenant.Placed = tenant.Rank;
        _heap.Add(tenant);
        Rise(tenant);
    }

    /// <summary>None of its requests waits any more.</summary>
    public void Remove(Tenant tenant)
    {
        Tenant last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != tenant)
        {
            Put(last, tenant.Place);
            Rise(last);
            Sink(last);
        }
    }

    /// <summary>An earlier request has come to stand before those of <paramref name="tenant"/> that wait here.</summary>
    public void CameForward(Tenant tenant)
    {
        if (Precedes(tenant.Rank, tenant.Placed))
        {
            tenant.Placed = tenant.Rank;
            Rise(tenant);
        }
    }

    private void Rise(Tenant tenant)
    {
        int place = tenant.Place;
        for (int parent; place > 0 && Precedes(tenant.Placed, _heap[parent = (place - 1) / 2].Placed); place = parent)
        {
            Put(_heap[parent], place);
        }

        Put(tenant, place);
    }

    private void Sink(Tenant tenant)
    {
        int place = tenant.Place;
        for (int child; (child = (2 * place) + 1) < _heap.Count; place = child)
        {
            child += child + 1 < _heap.Count && Precedes(_heap[child + 1].Placed, _heap[child].Placed) ? 1 : 0;
            if (!Precedes(_heap[child].Placed, tenant.Placed))
            {
                break;
            }

            Put(_heap[child], place);
        }

        Put(tenant, place);
    }

    private void Put(Tenant tenant, int place)
    {
        _heap[place] = tenant;
        tenant.Place = place;
    }

    private static bool Precedes((long Served, long Arrival) a, (long Served, long Arrival) b) =>
        a.Served != b.Served ? a.Served < b.Served : a.Arrival < b.Arrival;
}
