using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Telemetry;

/// <summary>The <c>OTEL_*</c> variables of a process, or of a test: which signals are wanted, and the rest as the SDK reads it.</summary>
internal sealed class TelemetryVariables
{
    // The SDK's own defaults lose data of a busy server without a word: its queue holds 2,048 spans, a fraction of a second of heavy load in
    // bursts, and its exporter cuts a span to 128 links, half of a step of 256 requests.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = "65536",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_SPAN_LINK_COUNT_LIMIT"] = "1024",
    };

    private readonly Dictionary<string, string?> _values = new(Defaults);

    /// <param name="variables">Name and value; only those that begin with <c>OTEL_</c> count. Null = the process's own.</param>
    public TelemetryVariables(IReadOnlyDictionary<string, string>? variables)
    {
        IEnumerable<KeyValuePair<string, string>> given = variables ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
        foreach ((string name, string value) in given)
        {
            // An empty value is as good as none, says OpenTelemetry's specification.
            if (name.StartsWith("OTEL_", StringComparison.Ordinal) && value.Trim() is { Length: > 0 } text)
            {
                _values[name] = text;
            }
        }
    }

    /// <summary>The value of a variable, null where it has none.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The same for the SDK, which looks its variables up in a configuration, but not those of one signal alone.</summary>
    /// <param name="signal"><c>TRACES</c> or <c>METRICS</c>.</param>
    public IConfiguration ToConfiguration(string signal)
    {
        Dictionary<string, string?> values = new(_values);
        string own = $"OTEL_EXPORTER_OTLP_{signal}_";
        foreach ((string name, string? value) in _values.Where(pair => pair.Key.StartsWith(own, StringComparison.Ordinal)))
        {
            values[$"OTEL_EXPORTER_OTLP_{name[own.Length..]}"] = value;
        }

        // To the general endpoint the SDK adds the signal's path under HTTP; the signal's own is whole (see OwnEndpoint).
        values["OTEL_EXPORTER_OTLP_ENDPOINT"] = this["OTEL_EXPORTER_OTLP_ENDPOINT"];
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    /// <summary>The endpoint that is given for this signal alone, null where the general one counts.</summary>
    public Uri? OwnEndpoint(string signal) => this[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { } endpoint ? new Uri(endpoint) : null;

    /// <summary>Whether a signal is to be exported: there is an endpoint for it, and nothing switches it off.</summary>
    /// <param name="signal"><c>TRACES</c> or <c>METRICS</c>.</param>
    /// <param name="warn">Told about values that cannot be used.</param>
    public bool Exports(string signal, Action<string> warn)
    {
        string name = $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
        if (this[name] is null)
        {
            name = "OTEL_EXPORTER_OTLP_ENDPOINT";
        }

        if (this[name] is not { } endpoint || bool.TryParse(this["OTEL_SDK_DISABLED"], out bool disabled) && disabled)
        {
            return false;
        }

        string exporter = this[$"OTEL_{signal}_EXPORTER"] ?? "otlp";
        if (exporter is not "otlp")
        {
            if (exporter is not "none")
            {
                warn($"OTEL_{signal}_EXPORTER is {exporter}; allowed are otlp and none. No {signal.ToLowerInvariant()} are exported.");
            }

            return false;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            warn($"{name} is {endpoint}; allowed are addresses such as http://localhost:4317. No {signal.ToLowerInvariant()} are exported.");
            return false;
        }

        return true;
    }
}
