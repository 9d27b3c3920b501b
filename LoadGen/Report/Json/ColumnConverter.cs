using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadGen.Report.Json;

/// <summary>A column of numbers on one line; a line a number would bury the rest of the file.</summary>
internal sealed class ColumnConverter : JsonConverter<IReadOnlyList<double>>
{
    public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list of numbers was expected.");
        }

        List<double> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.GetDouble());
        }

        return numbers;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options) =>
        writer.WriteRawValue('[' + string.Join(", ", value.Select(v => v.ToString("R", CultureInfo.InvariantCulture))) + ']');
}
