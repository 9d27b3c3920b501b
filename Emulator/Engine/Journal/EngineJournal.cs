using System.Globalization;
using System.Text.Json;
using Emulator.KvCache;
using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>A journal read back: what entered the engine when, and which plans came of it.</summary>
public sealed class EngineJournal
{
    // A step that starts later than this, over ten thousand years, might end after the last time there is.
    private static readonly ModelTime s_latest = new(TimeSpan.MaxValue / 2);

    private readonly List<JournalEntry> _adds = [];
    private readonly List<JournalEntry> _aborts = [];
    private readonly List<JournalOrder> _orders = [];
    private readonly List<JournalCheckpoint> _checkpoints = [];
    private readonly Dictionary<string, EngineRequest> _requests = [];

    private EngineJournal(string optionsJson) => OptionsJson = optionsJson;

    /// <summary>The engine's options, as the server wrote them.</summary>
    public string OptionsJson { get; }

    /// <summary>Steps that the engine ran; null when the journal has no last line, because its server was killed.</summary>
    public long? Steps { get; private set; }

    /// <summary>Hash over all plans; null as <see cref="Steps"/>.</summary>
    public string? Hash { get; private set; }

    /// <summary>Requests that entered, in order.</summary>
    public int Adds => _adds.Count;

    /// <summary>Aborts that met a live request.</summary>
    public int Aborts => _aborts.Count;

    internal IReadOnlyList<JournalEntry> AddEntries => _adds;

    internal IReadOnlyList<JournalEntry> AbortEntries => _aborts;

    internal IReadOnlyList<JournalOrder> OrderEntries => _orders;

    internal IReadOnlyList<JournalCheckpoint> Checkpoints => _checkpoints;

    /// <summary>Reads <paramref name="path"/>. A last line that was cut off by a kill is dropped.</summary>
    /// <exception cref="InvalidConfigurationException">It is no journal, or a line of it is damaged.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static EngineJournal Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        EngineJournal? journal = null;
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(lines[i]);
                if (i == 0)
                {
                    journal = Open(document.RootElement);
                }
                else
                {
                    journal!.Append(document.RootElement);
                }
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
            {
                if (i == 0 || i < lines.Length - 1)
                {
                    throw new InvalidConfigurationException($"{path}: line {i + 1} is not a line of an engine journal.", error);
                }
            }
        }

        return journal ?? throw new InvalidConfigurationException($"{path} is empty; an engine journal begins with a line of its options.");
    }

    private static EngineJournal Open(JsonElement line)
    {
        int format = line.GetProperty("journal").GetInt32();
        return format == JournalWriter.Format
            ? new EngineJournal(line.GetProperty("options").GetRawText())
            : throw new InvalidConfigurationException(string.Create(CultureInfo.InvariantCulture, $"the journal's format is {format}; this version reads {JournalWriter.Format}."));
    }

    private void Append(JsonElement line)
    {
        if (line.TryGetProperty("add", out JsonElement id))
        {
            TokenRun[] prompt = [.. line.GetProperty("prompt").EnumerateArray().Select(run => new TokenRun(run[0].GetUInt64(), run[1].GetInt32()))];

            // The sum is checked: a prompt longer than an integer must not come out as a short one.
            _ = prompt.Sum(run => run.Count);
            EngineRequest request = new(
                Text(id),
                new TokenSequence(prompt),
                line.GetProperty("max_tokens").GetInt32(),
                line.GetProperty("output_tokens").GetInt32(),
                line.TryGetProperty("timeout", out JsonElement timeout) ? new TimeSpan(Count(timeout)) : null,
                line.TryGetProperty("priority", out JsonElement priority) ? priority.GetInt32() : 0)
            {
                Tenant = line.TryGetProperty("tenant", out JsonElement tenant) ? Text(tenant) : "",
                CacheSalt = line.TryGetProperty("cache_salt", out JsonElement salt) ? Text(salt) : null,
                BypassesPrefixCache = line.TryGetProperty("bypass_prefix_cache", out JsonElement bypasses) && bypasses.GetBoolean(),
            };
            _adds.Add(new JournalEntry(At(line, "at"), request, default, string.Empty));
            _requests[request.Id] = request;
        }
        else if (line.TryGetProperty("abort", out JsonElement aborted))
        {
            string name = Text(aborted);
            EngineRequest request = _requests.TryGetValue(name, out EngineRequest? added) ? added : throw new FormatException($"{name} was never added");
            _aborts.Add(new JournalEntry(At(line, "at"), request, Named<Outcome>(line.GetProperty("outcome")), Text(line.GetProperty("reason"))));
        }
        else if (line.TryGetProperty("order", out JsonElement kind))
        {
            EngineOrder order = new(Named<EngineOrderKind>(kind))
            {
                Mode = Named<PauseMode>(line.GetProperty("mode")),
                ClearsCache = line.GetProperty("clears_cache").GetBoolean(),
                Level = line.GetProperty("level").GetInt32(),
                PreemptsRunning = line.GetProperty("preempts_running").GetBoolean(),
                Tags = [.. line.GetProperty("tags").EnumerateArray().Select(Text)],
            };
            _orders.Add(new JournalOrder(At(line, "at"), order));
        }
        else if (line.TryGetProperty("step", out JsonElement step))
        {
            JournalCheckpoint checkpoint = new(Count(step), At(line, "start"), HashOf(line));

            // One that goes back would never be met by the replay, and so never be compared.
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(checkpoint.Step, _checkpoints.Count > 0 ? _checkpoints[^1].Step : -1);
            _checkpoints.Add(checkpoint);
        }
        else
        {
            (Steps, Hash) = (Count(line.GetProperty("end")), HashOf(line));
        }
    }

    private static ModelTime At(JsonElement line, string name)
    {
        long ticks = Count(line.GetProperty(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ticks, s_latest.Ticks);
        return ModelTime.FromTicks(ticks);
    }

    private static long Count(JsonElement value)
    {
        long count = value.GetInt64();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count;
    }

    private static T Named<T>(JsonElement name)
        where T : struct, Enum
    {
        T value = Enum.Parse<T>(Text(name));
        ArgumentOutOfRangeException.ThrowIfEqual(Enum.IsDefined(value), false);
        return value;
    }

    private static string HashOf(JsonElement line) => Text(line.GetProperty("hash")) is { Length: PlanHash.Digits } hash && hash.All(char.IsAsciiHexDigit)
        ? hash
        : throw new FormatException("a hash has another form");

    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException("a text is null");
}
