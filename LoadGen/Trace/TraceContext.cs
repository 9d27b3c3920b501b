using System.Text.Json.Serialization;
using LoadGen.Report.Json;

namespace LoadGen.Trace;

/// <summary>How a trace becomes JSON: as reports do, but a step or a request on one line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(SecondsConverter)])]
[JsonSerializable(typeof(StepTrace))]
internal sealed partial class TraceContext : JsonSerializerContext;
