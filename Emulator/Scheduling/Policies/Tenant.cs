namespace Emulator.Scheduling.Policies;

/// <summary>Whom requests are accounted to, where a policy looks at that.</summary>
internal sealed class Tenant
{
    /// <summary>Its requests that wait, in order of arrival.</summary>
    public WaitingList Waiting { get; } = new();

    /// <summary>Requests that wait or run.</summary>
    public int Live { get; set; }

    /// <summary>The virtual token counter; it never falls.</summary>
    public long Served { get; set; }

    /// <summary>Its claim, while a request of it waits: less goes first.</summary>
    public (long Served, long Arrival) Rank => (Served, Waiting.First!.Arrival);

    /// <summary>The claim by which <see cref="TenantQueue"/> has placed it: the present one, or an earlier and better one.</summary>
    internal (long Served, long Arrival) Placed { get; set; }

    /// <summary>Its place in the heap of <see cref="TenantQueue"/>.</summary>
    internal int Place { get; set; }
}
