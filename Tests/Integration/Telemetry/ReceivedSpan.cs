using Google.Protobuf;
using Tests.Integration.Telemetry.Otlp;

namespace Tests.Integration.Telemetry;

/// <summary>A span as a collector got it.</summary>
internal sealed class ReceivedSpan(Span span, string source, IReadOnlyDictionary<string, object> resource)
{
    public string Name => span.Name;

    public string Source => source;

    public Span.Types.SpanKind Kind => span.Kind;

    public string TraceId { get; } = Hex(span.TraceId);

    public string Id { get; } = Hex(span.SpanId);

    public string ParentId { get; } = Hex(span.ParentSpanId);

    public ulong Start => span.StartTimeUnixNano;

    public ulong End => span.EndTimeUnixNano;

    public bool IsError => span.Status?.Code == Status.Types.StatusCode.Error;

    public string StatusMessage => span.Status?.Message ?? "";

    public IReadOnlyList<(string TraceId, string SpanId)> Links { get; } = [.. span.Links.Select(link => (Hex(link.TraceId), Hex(link.SpanId)))];

    public uint DroppedLinks => span.DroppedLinksCount;

    public IReadOnlyDictionary<string, object> Attributes { get; } = ToValues(span.Attributes);

    public IReadOnlyDictionary<string, object> Resource => resource;

    public double Number(string attribute) => Convert.ToDouble(Attributes[attribute], System.Globalization.CultureInfo.InvariantCulture);

    public static Dictionary<string, object> ToValues(IEnumerable<KeyValue> attributes) =>
        attributes.ToDictionary(attribute => attribute.Key, attribute => ToValue(attribute.Value));

    private static object ToValue(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        AnyValue.ValueOneofCase.ArrayValue => value.ArrayValue.Values.Select(ToValue).ToArray(),
        _ => throw new InvalidDataException($"an attribute's value is {value.ValueCase}"),
    };

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
