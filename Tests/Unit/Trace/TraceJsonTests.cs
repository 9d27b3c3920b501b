using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadGen.Trace;

namespace Tests.Unit.Trace;

public sealed class TraceJsonTests
{
    private static readonly JsonShape s_schema = new(
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "schedule-trace.schema.json")))!);

    private static readonly StepTrace s_trace = SmallTrace.Record() with { Preset = "small", Config = new JsonObject { ["requests"] = "steps" } };
    private static readonly string s_text = Text(s_trace);

    [Fact]
    public void A_trace_is_as_the_published_schema_says() => Assert.Empty(s_schema.Problems(JsonNode.Parse(s_text)));

    [Fact]
    public void A_trace_of_followed_requests_and_an_interrupted_one_are_too()
    {
        Assert.Empty(s_schema.Problems(JsonNode.Parse(Text(SmallTrace.Record(followed: "book")))));
        Assert.Empty(s_schema.Problems(JsonNode.Parse(Text(StepRecorder.Record(SmallTrace.Schedule, SmallTrace.Options, new StepRange(), cancellation: new CancellationToken(canceled: true))))));
    }

    [Theory]
    [InlineData("steps", "shares")]
    [InlineData("requests", "received_at")]
    public void The_schema_misses_a_field_that_is_not_there(string list, string field)
    {
        JsonNode json = JsonNode.Parse(s_text)!;
        json[list]![0]!.AsObject().Remove(field);

        Assert.NotEmpty(s_schema.Problems(json));
    }

    [Fact]
    public void What_was_written_is_what_is_read() => Assert.Equal(s_text, Text(TraceJson.Read(s_text)));

    [Fact]
    public void A_step_and_a_request_have_a_line_each()
    {
        string[] lines = s_text.TrimEnd().Split('\n');

        Assert.Equal(1 + s_trace.Requests.Count + 1 + s_trace.Steps.Count + 1, lines.Length - s_trace.EndedAfter.Count);
        Assert.All(lines[(2 + s_trace.Requests.Count)..^1], (line, i) => Assert.Equal(i, JsonDocument.Parse(line.TrimEnd(',', ']')).RootElement.GetProperty("index").GetInt64()));
    }

    private static string Text(StepTrace trace)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        TraceJson.Write(writer, trace);
        return writer.ToString();
    }
}
