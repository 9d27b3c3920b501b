using System.Buffers;
using System.Text.Json;
using Emulator;

namespace LoadGen.Schedule;

/// <summary>An arrival as one line of JSON. Times are seconds with at most six decimals; what is absent is not written.</summary>
internal static class ArrivalJson
{
    private static readonly string[] _keys =
        ["id", "at", "after", "think", "profile", "prompt_tokens", "output_tokens", "max_output_tokens", "prefix", "conversation", "turn", "tenant", "priority", "timeout"];

    private static readonly string[] _prefixKeys = ["id", "tokens"];

    /// <summary>Reads one line.</summary>
    /// <param name="text">One JSON object.</param>
    /// <param name="place">The file and line, for messages.</param>
    /// <exception cref="InvalidConfigurationException">It is not an arrival; the message says why.</exception>
    public static Arrival Read(string text, string place)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(new JsonFields(document.RootElement, place, "an arrival", _keys), place);
        }
        catch (Exception problem) when (JsonText.IsUnreadable(problem))
        {
            throw new InvalidConfigurationException($"{place}: this is not one JSON object: {problem.Message}", problem);
        }
    }

    private static Arrival Read(JsonFields fields, string place)
    {
        string id = fields.Text("id") ?? throw fields.Missing("id");
        string? after = fields.Text("after");
        TimeSpan? at = fields.Seconds("at");
        TimeSpan? think = fields.Seconds("think");
        if (id.StartsWith(PrefixPart.OutputMark, StringComparison.Ordinal))
        {
            throw fields.Error($"id is '{id}'; ids that begin with '{PrefixPart.OutputMark}' are those of outputs.");
        }

        if (after is null ? at is null || think is not null : at is not null || think is null)
        {
            throw fields.Error("an arrival has either 'at', or 'after' and 'think'.");
        }

        Arrival arrival = new()
        {
            Id = id,
            At = at,
            After = after,
            Think = think ?? TimeSpan.Zero,
            Profile = fields.Text("profile") ?? throw fields.Missing("profile"),
            PromptTokens = fields.Count("prompt_tokens") ?? throw fields.Missing("prompt_tokens"),
            OutputTokens = fields.Count("output_tokens") ?? throw fields.Missing("output_tokens"),
            MaxOutputTokens = fields.Count("max_output_tokens") ?? throw fields.Missing("max_output_tokens"),
            Prefix = [.. fields.List("prefix").Select(part => Part(new JsonFields(part, place, "a prefix part", _prefixKeys)))],
            Conversation = fields.Text("conversation") ?? (after is null ? id : throw fields.Missing("conversation")),
            Turn = fields.Count("turn") ?? (after is null ? 1 : throw fields.Missing("turn")),
            Tenant = fields.Text("tenant"),
            Priority = fields.Whole("priority") ?? 0,
            Timeout = fields.Seconds("timeout"),
        };
        if (arrival.OutputTokens > arrival.MaxOutputTokens)
        {
            throw fields.Error($"output_tokens is {arrival.OutputTokens}; allowed are at most max_output_tokens, {arrival.MaxOutputTokens}.");
        }

        long prefix = arrival.Prefix.Sum(part => (long)part.Tokens);
        return arrival.Timeout == TimeSpan.Zero ? throw fields.Error("timeout is 0; allowed are seconds above 0.")
            : prefix > arrival.PromptTokens ? throw fields.Error($"prefix has {prefix} tokens; allowed are at most prompt_tokens, {arrival.PromptTokens}.")
            : arrival;
    }

    private static PrefixPart Part(JsonFields fields) =>
        new(fields.Text("id") ?? throw fields.Missing("id"), fields.Count("tokens") ?? throw fields.Missing("tokens"));

    /// <summary>Writes lines into one buffer that is used again and again.</summary>
    public sealed class Writer : IDisposable
    {
        private static readonly JsonEncodedText _id = JsonEncodedText.Encode("id");
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private readonly Utf8JsonWriter _json;

        /// <summary>A writer with an empty buffer.</summary>
        public Writer() => _json = new Utf8JsonWriter(_buffer);

        /// <summary>The line of <paramref name="arrival"/> in UTF-8, line feed included; valid until the next call.</summary>
        public ReadOnlySpan<byte> Line(Arrival arrival)
        {
            _buffer.ResetWrittenCount();
            _json.Reset();
            _json.WriteStartObject();
            _json.WriteString(_id, arrival.Id);
            WriteTime(arrival);
            _json.WriteString("profile", arrival.Profile);
            _json.WriteNumber("prompt_tokens", arrival.PromptTokens);
            _json.WriteNumber("output_tokens", arrival.OutputTokens);
            _json.WriteNumber("max_output_tokens", arrival.MaxOutputTokens);
            WritePrefix(arrival.Prefix);
            _json.WriteString("conversation", arrival.Conversation);
            _json.WriteNumber("turn", arrival.Turn);
            WriteOptional(arrival);
            _json.WriteEndObject();
            _json.Flush();
            _buffer.Write("\n"u8);
            return _buffer.WrittenSpan;
        }

        /// <summary>Frees the JSON writer.</summary>
        public void Dispose() => _json.Dispose();

        private void WriteTime(Arrival arrival)
        {
            if (arrival.At is TimeSpan at)
            {
                _json.WriteNumber("at", Seconds(at));
                return;
            }

            _json.WriteString("after", arrival.After);
            _json.WriteNumber("think", Seconds(arrival.Think));
        }

        private void WritePrefix(IReadOnlyList<PrefixPart> prefix)
        {
            if (prefix.Count == 0)
            {
                return;
            }

            _json.WriteStartArray("prefix");
            foreach (PrefixPart part in prefix)
            {
                _json.WriteStartObject();
                _json.WriteString(_id, part.Id);
                _json.WriteNumber("tokens", part.Tokens);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        private void WriteOptional(Arrival arrival)
        {
            if (arrival.Tenant is not null)
            {
                _json.WriteString("tenant", arrival.Tenant);
            }

            if (arrival.Priority != 0)
            {
                _json.WriteNumber("priority", arrival.Priority);
            }

            if (arrival.Timeout is TimeSpan timeout)
            {
                _json.WriteNumber("timeout", Seconds(timeout));
            }
        }

        // A decimal prints exactly and without an exponent; dividing takes the trailing zeros off.
        private static decimal Seconds(TimeSpan time) => time.Ticks / (decimal)TimeSpan.TicksPerSecond;
    }
}
