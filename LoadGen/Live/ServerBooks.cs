using Inference.V1;
using OutcomeCounts = LoadGen.Report.OutcomeCounts;

namespace LoadGen.Live;

/// <summary>What a server counted between two moments; nothing where it does not say.</summary>
/// <param name="target">The server.</param>
/// <param name="opened">Its counts at the first moment.</param>
internal sealed class ServerBooks(GrpcTarget target, ServerState? opened)
{
    // What the client gives up, the server has forgotten after its next step; whatever still runs then belongs to another client.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens the books now.</summary>
    public static async Task<ServerBooks> OpenAsync(GrpcTarget target, CancellationToken cancellation) => new(target, await target.StateAsync(cancellation).ConfigureAwait(false));

    /// <summary>Closes them once the server has ended all that it received, or after a second of wall time.</summary>
    /// <returns>The server's last state with its sums since the books were opened, see <see cref="StateChange"/>, and what it counted since.</returns>
    public async Task<(ServerState? State, OutcomeCounts? Outcomes)> CloseAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        ServerState? state = await target.StateAsync(CancellationToken.None).ConfigureAwait(false);
        while (state is { InFlight: > 0 } && !limit.IsCancellationRequested)
        {
            await Task.Delay(BetweenLooks).ConfigureAwait(false);
            state = await target.StateAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return (opened is null || state is null ? null : StateChange.Between(opened, state), Difference(state));
    }

    private OutcomeCounts? Difference(ServerState? state)
    {
        if (opened?.Outcomes is not { } before || state?.Outcomes is not { } after)
        {
            return null;
        }

        return new OutcomeCounts(
            (long)(after.Completed - before.Completed),
            (long)(after.Rejected - before.Rejected),
            (long)(after.TimedOut - before.TimedOut),
            (long)(after.Cancelled - before.Cancelled),
            (long)(after.Failed - before.Failed),
            (long)(after.Invalid - before.Invalid),
            state.InFlight);
    }
}
