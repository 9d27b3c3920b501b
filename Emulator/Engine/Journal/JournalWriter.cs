using System.Text.Json;
using Emulator.KvCache;
using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>
/// Writes what entered an engine and when, one JSON object a line: enough to run it again under the virtual clock and get the same plans.
/// First line: format, tool version and the engine's options. Then adds, aborts and orders with their stamps (units of 100 ns of model time), a
/// checkpoint every few steps, and a last line with the number of steps and the hash over all plans.
/// </summary>
/// <remarks>For the engine's thread; writes go through a buffer to the page cache.</remarks>
public sealed class JournalWriter : IDisposable
{
    /// <summary>Version of the format.</summary>
    public const int Format = 1;

    private const int StepsPerCheckpoint = 16;

    private readonly FileStream _stream;
    private readonly StreamWriter _file;
    private readonly Utf8JsonWriter _json;
    private readonly MemoryStream _line = new();

    /// <summary>Creates or overwrites <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="toolVersion">Version of the program that writes.</param>
    /// <param name="optionsJson">The engine's options as a JSON object, from which the reader builds the same engine.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public JournalWriter(string path, string toolVersion, string optionsJson)
    {
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _file = new StreamWriter(_stream, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
        _json = new Utf8JsonWriter(_line);
        _json.WriteStartObject();
        _json.WriteNumber("journal", Format);
        _json.WriteString("tool_version", toolVersion);
        _json.WritePropertyName("options");
        _json.WriteRawValue(optionsJson);
        EndLine();
        _file.Flush();
    }

    /// <summary>A request that the engine takes in now, stamped <paramref name="at"/>.</summary>
    public void Add(EngineRequest request, ModelTime at)
    {
        ArgumentNullException.ThrowIfNull(request);
        _json.WriteStartObject();
        _json.WriteString("add", request.Id);
        _json.WriteNumber("at", at.Ticks);
        _json.WriteStartArray("prompt");
        foreach (TokenRun run in request.Prompt.Runs)
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(run.First);
            _json.WriteNumberValue(run.Count);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        _json.WriteNumber("max_tokens", request.MaxTokens);
        _json.WriteNumber("output_tokens", request.StopAfter);
        if (request.Priority != 0)
        {
            _json.WriteNumber("priority", request.Priority);
        }

        if (request.Tenant.Length > 0)
        {
            _json.WriteString("tenant", request.Tenant);
        }

        if (request.CacheSalt is { } salt)
        {
            _json.WriteString("cache_salt", salt);
        }

        if (request.BypassesPrefixCache)
        {
            _json.WriteBoolean("bypass_prefix_cache", true);
        }

        if (request.Timeout is { } timeout)
        {
            _json.WriteNumber("timeout", timeout.Ticks);
        }

        EndLine();
    }

    /// <summary>A live request that the engine aborts now, for a cause of <paramref name="at"/>.</summary>
    public void Abort(EngineRequest request, ModelTime at, Outcome outcome, string reason)
    {
        ArgumentNullException.ThrowIfNull(request);
        _json.WriteStartObject();
        _json.WriteString("abort", request.Id);
        _json.WriteNumber("at", at.Ticks);
        _json.WriteString("outcome", outcome.ToString());
        _json.WriteString("reason", reason);
        EndLine();
    }

    /// <summary>What the engine is told now, for a cause of <paramref name="at"/>.</summary>
    public void Order(EngineOrder order, ModelTime at)
    {
        ArgumentNullException.ThrowIfNull(order);
        _json.WriteStartObject();
        _json.WriteString("order", order.Kind.ToString());
        _json.WriteNumber("at", at.Ticks);
        _json.WriteString("mode", order.Mode.ToString());
        _json.WriteBoolean("clears_cache", order.ClearsCache);
        _json.WriteNumber("level", order.Level);
        _json.WriteBoolean("preempts_running", order.PreemptsRunning);
        _json.WriteStartArray("tags");
        foreach (string tag in order.Tags)
        {
            _json.WriteStringValue(tag);
        }

        _json.WriteEndArray();
        EndLine();
    }

    /// <summary>A step is over; every few steps this leaves a checkpoint.</summary>
    public void Step(long index, ModelTime start, PlanHash hash)
    {
        if (index % StepsPerCheckpoint == 0)
        {
            _json.WriteStartObject();
            _json.WriteNumber("step", index);
            _json.WriteNumber("start", start.Ticks);
            _json.WriteString("hash", hash.ToString());
            EndLine();
        }
    }

    /// <summary>The engine has ended.</summary>
    public void End(long steps, PlanHash hash)
    {
        _json.WriteStartObject();
        _json.WriteNumber("end", steps);
        _json.WriteString("hash", hash.ToString());
        EndLine();
        _file.Flush();
    }

    /// <summary>Hands the buffer to the operating system.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Closes a file that can no longer be written, without another try.</summary>
    internal void Abandon() => _stream.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _json.Dispose();
        _line.Dispose();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _file.WriteLine(System.Text.Encoding.UTF8.GetString(_line.GetBuffer().AsSpan(0, (int)_line.Length)));
        _line.SetLength(0);
        _json.Reset();
    }
}
