using System.Globalization;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary>The requests of a live run, counted by the server and by the client, each by itself.</summary>
/// <param name="Server">How the server ended them; unfinished are those in flight when it was asked.</param>
/// <param name="Client">How the client saw them end, those that it sent; unfinished are those that it gave up at the end of the run.</param>
public sealed record Balance(OutcomeCounts Server, OutcomeCounts Client)
{
    /// <summary>
    /// Whether both counted alike. What the client gave up at the end of the run, the server counts as cancelled, or as completed where its
    /// last token was already on its way, or not at all where the request itself still was.
    /// </summary>
    public bool Holds =>
        Server.Unfinished == 0
        && (Server.Rejected, Server.TimedOut, Server.Failed, Server.Invalid) == (Client.Rejected, Client.TimedOut, Client.Failed, Client.Invalid)
        && Server.Completed + Server.Cancelled - (Client.Completed + Client.Cancelled) is var givenUp
        && givenUp >= 0 && givenUp <= Client.Unfinished
        && Server.Completed >= Client.Completed;

    /// <summary>Both counts as one line.</summary>
    public string Text() => $"{ServerText()}; {ClientText()}";

    /// <summary>The server's count.</summary>
    internal string ServerText() => string.Create(CultureInfo.InvariantCulture, $"server received {Server.Total} = {Parts(Server)}");

    /// <summary>The client's count, and whether both agree.</summary>
    internal string ClientText() => string.Create(CultureInfo.InvariantCulture, $"client sent {Client.Total} = {Parts(Client)}: {(Holds ? "they balance" : "they differ")}");

    /// <summary>Counts <paramref name="records"/> beside what the server counted meanwhile.</summary>
    internal static Balance Of(OutcomeCounts server, IEnumerable<RequestRecord> records)
    {
        long[] counts = new long[LoadOutcomes.Count];
        foreach (RequestRecord sent in records.Where(record => record.Attempts > 0))
        {
            counts[(int)sent.Outcome]++;
        }

        return new Balance(server, OutcomeCounts.Of(counts));
    }

    private static string Parts(OutcomeCounts counts)
    {
        string[] parts =
        [
            .. from outcome in Enum.GetValues<LoadOutcome>()
               where outcome == LoadOutcome.Completed || counts[outcome] > 0
               select string.Create(CultureInfo.InvariantCulture, $"{counts[outcome]} {outcome.ToText().Replace('_', ' ')}"),
        ];
        return string.Join(" + ", parts);
    }
}
