using System.Security.Cryptography;
using System.Text;
using Emulator;
using LoadGen.Workloads;

namespace LoadGen.Schedule;

/// <summary>Every request of a run, fixed before the first one is sent; the load never waits for the server.</summary>
/// <remarks>Immutable once built, and safe to read from many threads. A generated schedule lists all first turns by due time and then the follow-ups, in the order of
/// their conversations and turns. As text it is JSONL, a line an arrival, and the same bytes on every machine.</remarks>
public sealed class LoadSchedule
{
    private readonly Dictionary<string, int> _lines;
    private readonly int[] _conversationRanks;
    private readonly Lazy<string> _sha256;
    private readonly Lazy<ILookup<int, Arrival>> _followUps;

    private LoadSchedule(Arrival[] arrivals, string workloadName, Func<int, string> place)
    {
        (Arrivals, WorkloadName) = (arrivals, workloadName);
        _lines = new Dictionary<string, int>(arrivals.Length, StringComparer.Ordinal);
        for (int line = 0; line < arrivals.Length; line++)
        {
            Arrival arrival = arrivals[line];
            if (!_lines.TryAdd(arrival.Id, line))
            {
                throw new InvalidConfigurationException($"{place(line)}: id '{arrival.Id}' is there twice; allowed are unique ids.");
            }

            arrival.Line = line;
            arrival.Predecessor = arrival.After is null ? -1 : PredecessorOf(arrival, place);
        }

        FirstTurns = [.. arrivals.Where(arrival => !arrival.IsFollowUp).OrderBy(arrival => arrival.At)];
        _conversationRanks = RankConversations();
        _sha256 = new Lazy<string>(() => Hash(arrivals));
        _followUps = new Lazy<ILookup<int, Arrival>>(() => arrivals.Where(arrival => arrival.IsFollowUp).ToLookup(arrival => arrival.Predecessor));
    }

    /// <summary>All arrivals, in the order of the file.</summary>
    public IReadOnlyList<Arrival> Arrivals { get; }

    /// <summary>The first turns by due time, ties in the order of the file.</summary>
    public IReadOnlyList<Arrival> FirstTurns { get; }

    /// <summary>The workload it was generated from, or the file it was read from.</summary>
    public string WorkloadName { get; }

    /// <summary>The seed it was generated from; null when it was read from a file.</summary>
    public long? Seed { get; private init; }

    /// <summary>First turns come in [0, window); null when it was read from a file, which does not say.</summary>
    public TimeSpan? Window { get; private init; }

    /// <summary>SHA-256 of the JSONL text in UTF-8, as lower-case hexadecimal digits; computed when first asked for.</summary>
    public string Sha256 => _sha256.Value;

    /// <summary>Draws the schedule of a workload. The same arguments give the same schedule on every machine, and a longer duration only adds to it.</summary>
    /// <param name="workload">What to send.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="duration">First turns come before this, in model time.</param>
    /// <param name="rateScale">Multiplies every rate; lengths and conversations stay as they are.</param>
    /// <param name="cancellation">Gives up: minutes may be spent on millions of arrivals.</param>
    /// <exception cref="InvalidConfigurationException">A duration or scale that is not above 0, or a workload that draws prompts too long to count.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LoadSchedule Generate(Workload workload, long seed, TimeSpan duration, double rateScale, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workload);
        Arrival[] arrivals = ScheduleGenerator.Draw(workload, seed, duration, rateScale, cancellation);
        return new LoadSchedule(arrivals, workload.Name, line => $"arrival {line}") { Seed = seed, Window = duration };
    }

    /// <summary>A schedule from arrivals made elsewhere, in file order. Sets their <see cref="Arrival.Line"/> and <see cref="Arrival.Predecessor"/>.</summary>
    /// <exception cref="InvalidConfigurationException">Two share an id, or a follow-up does not come after an earlier arrival of its conversation.</exception>
    public static LoadSchedule FromArrivals(IEnumerable<Arrival> arrivals, string workloadName) => new([.. arrivals], workloadName, line => $"arrival {line}");

    /// <summary>Reads a JSONL file.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be read, is empty, or a line is wrong; the message names the line.</exception>
    public static LoadSchedule Read(string path)
    {
        try
        {
            using StreamReader reader = new(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            LoadSchedule schedule = ReadFrom(reader, path);
            return schedule.Arrivals.Count > 0
                ? schedule
                : throw new InvalidConfigurationException($"schedule '{path}' holds no arrival; allowed are files with one or more.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new InvalidConfigurationException($"schedule '{path}' cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Reads JSONL text.</summary>
    /// <param name="reader">The text; empty lines are passed over.</param>
    /// <param name="source">Where it comes from, for messages and <see cref="WorkloadName"/>.</param>
    /// <exception cref="InvalidConfigurationException">A line is wrong; the message names it.</exception>
    public static LoadSchedule ReadFrom(TextReader reader, string source = "schedule")
    {
        ArgumentNullException.ThrowIfNull(reader);
        List<Arrival> arrivals = [];
        List<int> lineNumbers = [];
        int lineNumber = 0;
        while (reader.ReadLine() is string text)
        {
            lineNumber++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                arrivals.Add(ArrivalJson.Read(text, $"{source} line {lineNumber}"));
                lineNumbers.Add(lineNumber);
            }
        }

        return new LoadSchedule([.. arrivals], Path.GetFileName(source), line => $"{source} line {lineNumbers[line]}");
    }

    /// <summary>Writes JSONL: a line an arrival, ended by a line feed on every system.</summary>
    public void WriteTo(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using ArrivalJson.Writer json = new();
        foreach (Arrival arrival in Arrivals)
        {
            writer.Write(Encoding.UTF8.GetString(json.Line(arrival)));
        }
    }

    /// <summary>The <see cref="Arrival.Line"/> of <paramref name="id"/>, or -1 where there is none.</summary>
    public int IndexOf(string id) => _lines.GetValueOrDefault(id, -1);

    /// <summary>The follow-ups that come after <paramref name="arrival"/>, in the order of the file.</summary>
    public IEnumerable<Arrival> FollowUpsOf(Arrival arrival)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        return _followUps.Value[arrival.Line];
    }

    /// <summary>Which of <paramref name="replicas"/> servers gets <paramref name="arrival"/>: round robin over conversations, in the order of their first turns.</summary>
    public int ReplicaOf(Arrival arrival, int replicas)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return _conversationRanks[arrival.Line] % replicas;
    }

    private static string Hash(Arrival[] arrivals)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using ArrivalJson.Writer json = new();
        foreach (Arrival arrival in arrivals)
        {
            hash.AppendData(json.Line(arrival));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Runs while the table of lines holds the earlier arrivals and this one, so that a follow-up can only name an earlier line.
    private int PredecessorOf(Arrival arrival, Func<int, string> place)
    {
        if (!_lines.TryGetValue(arrival.After!, out int predecessor) || predecessor == arrival.Line)
        {
            throw new InvalidConfigurationException($"{place(arrival.Line)}: after is '{arrival.After}'; allowed are ids of earlier lines.");
        }

        string conversation = Arrivals[predecessor].Conversation;
        return arrival.Conversation == conversation
            ? predecessor
            : throw new InvalidConfigurationException($"{place(arrival.Line)}: conversation is '{arrival.Conversation}'; allowed is that of the line it comes after, '{conversation}'.");
    }

    private int[] RankConversations()
    {
        Dictionary<string, int> ranks = new(StringComparer.Ordinal);
        foreach (Arrival first in FirstTurns)
        {
            ranks.TryAdd(first.Conversation, ranks.Count);
        }

        int[] byLine = new int[Arrivals.Count];
        foreach (Arrival arrival in Arrivals)
        {
            byLine[arrival.Line] = arrival.IsFollowUp ? byLine[arrival.Predecessor] : ranks[arrival.Conversation];
        }

        return byLine;
    }
}
