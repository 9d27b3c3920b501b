using System.Text.Json;
using System.Text.Json.Serialization;
using Emulator.Time;

namespace LoadGen.Report.Json;

/// <summary>A duration as a number of seconds; exact both ways, as a tick is 100 ns.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Duration.FromSeconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
}
