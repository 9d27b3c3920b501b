using System.Text.Json;

namespace LoadGen.Trace;

/// <summary>A trace as one JSON object, a request and a step a line, so that a large one can be read line by line too.</summary>
public static class TraceJson
{
    /// <summary>Writes the object, ended by a line feed.</summary>
    public static void Write(TextWriter writer, StepTrace trace)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(trace);

        // The lists come last, in place of the empty ones that the head ends with.
        string head = JsonSerializer.Serialize(trace with { Requests = [], Steps = [], EndedAfter = [] }, TraceContext.Default.StepTrace);
        writer.Write(head[..head.LastIndexOf("\"requests\"", StringComparison.Ordinal)]);
        List(writer, "requests", trace.Requests.Select(request => JsonSerializer.Serialize(request, TraceContext.Default.TracedRequest)));
        writer.Write(",\n");
        List(writer, "steps", trace.Steps.Select(step => JsonSerializer.Serialize(step, TraceContext.Default.TracedStep)));
        writer.Write(",\n");
        List(writer, "ended_after", trace.EndedAfter.Select(end => JsonSerializer.Serialize(end, TraceContext.Default.TracedEnd)));
        writer.Write("}\n");
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no trace.</exception>
    public static StepTrace Read(string text) => JsonSerializer.Deserialize(text, TraceContext.Default.StepTrace) ?? throw new JsonException("The trace is empty.");

    private static void List(TextWriter writer, string name, IEnumerable<string> items)
    {
        writer.Write($"\"{name}\":[");
        string before = "\n";
        foreach (string item in items)
        {
            writer.Write(before);
            writer.Write(item);
            before = ",\n";
        }

        writer.Write(']');
    }
}
