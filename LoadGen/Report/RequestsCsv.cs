using System.Globalization;
using LoadGen.Measure;

namespace LoadGen.Report;

/// <summary><c>requests.csv</c>: a row an arrival, by when it was due, then by id (ordinal); latencies in seconds of model time, empty where there is none.</summary>
public static class RequestsCsv
{
    /// <summary>The first line.</summary>
    public const string Header =
        "id,profile,at,prompt_tokens,output_tokens_asked,output_tokens,cached_tokens,outcome,reason,ttft,tpot,e2e,queue,preemptions,attempts,trace_id";

    /// <summary>The first line where several runs stand in one file.</summary>
    public const string ComparedHeader = Header + ",configuration,kind";

    /// <summary>Writes header and rows, each ended by a line feed.</summary>
    public static void Write(TextWriter writer, IEnumerable<RequestRecord> records)
    {
        Line(writer, Header);
        foreach (RequestRecord record in records.OrderBy(r => r.At).ThenBy(r => r.Id, StringComparer.Ordinal))
        {
            Line(writer, Row(Fields(record)));
        }
    }

    /// <summary>Writes header and rows of several runs of one schedule; the rows of a request stand together.</summary>
    public static void Write(TextWriter writer, IEnumerable<ComparedRequest> requests)
    {
        Line(writer, ComparedHeader);
        foreach (ComparedRequest request in requests.OrderBy(r => r.Record.At).ThenBy(r => r.Record.Id, StringComparer.Ordinal))
        {
            Line(writer, Row([.. Fields(request.Record), request.Configuration, request.Kind == ReportKind.Run ? "run" : "simulate"]));
        }
    }

    private static string?[] Fields(RequestRecord r)
    {
        bool completed = r.Outcome == LoadOutcome.Completed;
        return
        [
            r.Id, r.Profile, Seconds(r.At), Number(r.PromptTokens), Number(r.OutputTokensAsked), Number(r.OutputTokens), Number(r.CachedTokens),
            r.Outcome.ToText(), r.Reason, Seconds(r.Ttft), completed ? Seconds(r.Tpot) : null, completed ? Seconds(r.E2e) : null, Seconds(r.Queue),
            Number(r.Preemptions), Number(r.Attempts), r.TraceId,
        ];
    }

    private static string Row(IEnumerable<string?> fields) => string.Join(',', fields.Select(Quoted));

    private static void Line(TextWriter writer, string text)
    {
        writer.Write(text);
        writer.Write('\n');
    }

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Exact: a tick is 100 ns, seven decimals.</summary>
    private static string Seconds(TimeSpan? value) =>
        value is TimeSpan time ? ((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) : string.Empty;

    /// <summary>RFC 4180: quotes where the text holds a separator, a quote or a line break.</summary>
    private static string Quoted(string? text) => text is null
        ? string.Empty
        : text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
