using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>Whole numbers as FastAPI takes them: also <c>16.0</c> and <c>"16"</c>.</summary>
internal sealed class LaxLong : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out long number) => number,
        JsonTokenType.Number when reader.TryGetDouble(out double real) && real == Math.Floor(real) && Math.Abs(real) < long.MaxValue => (long)real,
        JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long text) => text,
        _ => throw new JsonException("Input should be a valid integer"),
    };

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Numbers as FastAPI takes them: also as text.</summary>
internal sealed class LaxDouble : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDouble(out double number) => number,
        JsonTokenType.String when double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double text) => text,
        _ => throw new JsonException("Input should be a valid number"),
    };

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Truth values as FastAPI takes them: also 0, 1 and the words for them.</summary>
internal sealed class LaxBoolean : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when reader.TryGetDouble(out double number) && number is 0 or 1 => reader.GetDouble() == 1,
        JsonTokenType.String when Word(reader.GetString()!) is { } word => word,
        _ => throw new JsonException("Input should be a valid boolean"),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);

    private static bool? Word(string text) => text.ToLowerInvariant() switch
    {
        "true" or "t" or "yes" or "y" or "on" or "1" => true,
        "false" or "f" or "no" or "n" or "off" or "0" => false,
        _ => null,
    };
}
