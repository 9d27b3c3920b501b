using System.Text.Json.Serialization;

namespace LoadGen.Report.Json;

/// <summary>How reports become JSON: snake_case, seconds, nothing for what was not measured.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(SecondsConverter), typeof(ColumnConverter)])]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(CompareReport))]
internal sealed partial class ReportContext : JsonSerializerContext;
