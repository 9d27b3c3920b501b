using System.Text;
using System.Text.Json;

namespace LoadGen.Trace.Html;

/// <summary>What the chart's script reads: times in microseconds, and each request's shares as segments, decodes of following steps in one.</summary>
/// <remarks>The writer's default escaping leaves no angle bracket and no ampersand, so that the text may stand in a script element.</remarks>
internal static class ChartData
{
    /// <summary>The JSON of a trace.</summary>
    public static string Text(StepTrace trace)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("budget", trace.TokenBudget);
            json.WriteNumber("kvBlocks", trace.KvBlocks);
            json.WriteStartArray("steps");
            foreach (TracedStep step in trace.Steps)
            {
                Numbers(json, [step.Index, Micro(step.Start), Micro(step.Duration), step.Decodes, step.PrefillTokens, step.Chunks, step.Running, step.Waiting, step.KvBlocksUsed, .. step.Cost.Terms().Select(term => (long)Math.Round(term.Seconds * 1e6))]);
            }

            json.WriteEndArray();
            json.WriteStartArray("requests");
            ILookup<string, Segment> segments = Segments(trace).ToLookup(segment => segment.Id);
            ILookup<string, int> preemptions = trace.Steps.SelectMany((step, place) => step.Preempted.Select(id => (id, place))).ToLookup(lost => lost.id, lost => lost.place);

            // By the step of the first share, in running order; who never had one comes last, in order of arrival.
            Dictionary<string, int> order = [];
            foreach (TracedShare share in trace.Steps.SelectMany(step => step.Shares))
            {
                order.TryAdd(share.Id, order.Count);
            }

            foreach (TracedRequest request in trace.Requests.OrderBy(request => order.GetValueOrDefault(request.Id, int.MaxValue)))
            {
                Write(json, request, segments[request.Id], preemptions[request.Id]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter json, TracedRequest request, IEnumerable<Segment> segments, IEnumerable<int> preemptions)
    {
        json.WriteStartObject();
        json.WriteString("id", request.Id);
        json.WriteNumber("received", Micro(request.ReceivedAt));
        json.WriteNumber("prompt", request.PromptTokens);
        json.WriteNumber("output", request.OutputTokens);
        Optional(json, "admitted", request.AdmittedAt);
        Optional(json, "ended", request.EndedAt);
        if (request.Outcome is { } outcome)
        {
            json.WriteString("outcome", outcome);
            json.WriteString("reason", request.Reason);
        }

        json.WriteStartArray("segments");
        foreach (Segment segment in segments)
        {
            Numbers(json, [(long)segment.Kind, segment.From, segment.To, segment.Tokens, segment.Past, segment.Cached]);
        }

        json.WriteEndArray();
        json.WriteStartArray("preempted");
        foreach (int place in preemptions)
        {
            json.WriteNumberValue(place);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static List<Segment> Segments(StepTrace trace)
    {
        List<Segment> segments = [];
        Dictionary<string, int> open = [];
        for (int place = 0; place < trace.Steps.Count; place++)
        {
            foreach (TracedShare share in trace.Steps[place].Shares)
            {
                if (share.Kind == ShareKind.Decode && share.CachedTokens is null && open.TryGetValue(share.Id, out int last) && segments[last] is { Kind: ShareKind.Decode } run && run.To == place - 1)
                {
                    segments[last] = run with { To = place, Tokens = run.Tokens + 1 };
                }
                else
                {
                    open[share.Id] = segments.Count;
                    segments.Add(new Segment(share.Id, share.Kind, place, place, share.NewTokens, share.Past, share.CachedTokens ?? -1));
                }
            }
        }

        return segments;
    }

    private static void Optional(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, Micro(known));
        }
    }

    private static void Numbers(Utf8JsonWriter json, IEnumerable<long> numbers)
    {
        json.WriteStartArray();
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static long Micro(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <param name="Id">The request.</param>
    /// <param name="Kind">A chunk, or decodes.</param>
    /// <param name="From">The first step, by its place in the trace.</param>
    /// <param name="To">The last one.</param>
    /// <param name="Tokens">Computed in all of them.</param>
    /// <param name="Past">In the cache before the first.</param>
    /// <param name="Cached">Found in the prefix cache at an admission; −1 = no admission.</param>
    private sealed record Segment(string Id, ShareKind Kind, int From, int To, int Tokens, int Past, int Cached);
}
