using System.Globalization;
using System.Text.Json;
using Emulator.KvCache;
using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>A journal read back: what entered the engine when, and which plans came of it.</summary>
public sealed class EngineJournal
{
    private readonly List<JournalEntry> _adds = [];
    private readonly List<JournalEntry> _aborts = [];
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
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
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
            TokenSequence prompt = new([.. line.GetProperty("prompt").EnumerateArray().Select(run => new TokenRun(run[0].GetUInt64(), run[1].GetInt32()))]);
            EngineRequest request = new(
                id.GetString()!,
                prompt,
                line.GetProperty("max_tokens").GetInt32(),
                line.GetProperty("output_tokens").GetInt32(),
                line.TryGetProperty("timeout", out JsonElement timeout) ? new TimeSpan(timeout.GetInt64()) : null,
                line.TryGetProperty("priority", out JsonElement priority) ? priority.GetInt32() : 0);
            _adds.Add(new JournalEntry(At(line), request, default, string.Empty));
            _requests[request.Id] = request;
        }
        else if (line.TryGetProperty("abort", out JsonElement aborted))
        {
            string name = aborted.GetString()!;
            EngineRequest request = _requests.TryGetValue(name, out EngineRequest? added) ? added : throw new FormatException($"{name} was never added");
            _aborts.Add(new JournalEntry(At(line), request, Enum.Parse<Outcome>(line.GetProperty("outcome").GetString()!), line.GetProperty("reason").GetString()!));
        }
        else if (line.TryGetProperty("step", out JsonElement step))
        {
            _checkpoints.Add(new JournalCheckpoint(step.GetInt64(), ModelTime.FromTicks(line.GetProperty("start").GetInt64()), line.GetProperty("hash").GetString()!));
        }
        else
        {
            Steps = line.GetProperty("end").GetInt64();
            Hash = line.GetProperty("hash").GetString();
        }
    }

    private static ModelTime At(JsonElement line) => ModelTime.FromTicks(line.GetProperty("at").GetInt64());
}
