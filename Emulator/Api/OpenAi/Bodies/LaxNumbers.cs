using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>Numbers and truth values as pydantic reads them in its lax mode (its conversion table): text that reads as one is one.</summary>
internal static class LaxNumbers
{
    /// <summary>A whole number: also <c>16.0</c>, <c>"16"</c>, <c>"1_6"</c>, <c>"16.0"</c> and <c>true</c>; null = none.</summary>
    public static BigInteger? Whole(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number => value.TryGetInt64(out long number) ? number : OfNumber(value.GetRawText()) ?? OfReal(value.GetDouble()),
        JsonValueKind.String when JsonText.IsUnicode(value) => OfText(value.GetString()!),
        _ => null,
    };

    /// <summary>A number; null = none.</summary>
    public static double? Real(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when JsonText.IsUnicode(value) => RealOf(value.GetString()!),
        _ => null,
    };

    /// <summary>A truth value; null = none.</summary>
    public static bool? Truth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetDouble() switch { 1 => true, 0 => false, _ => null },
        JsonValueKind.String when JsonText.IsUnicode(value) => value.GetString()!.ToLowerInvariant() switch
        {
            "true" or "t" or "yes" or "y" or "on" or "1" => true,
            "false" or "f" or "no" or "n" or "off" or "0" => false,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The nearest number of 32 bits.</summary>
    public static int ClampInt(BigInteger number) => (int)Math.Clamp(Clamp(number), int.MinValue, int.MaxValue);

    /// <summary>The nearest number of 64 bits.</summary>
    public static long Clamp(BigInteger number) => number > long.MaxValue ? long.MaxValue : number < long.MinValue ? long.MinValue : (long)number;

    // Longer ones are none to Python (LongestText), and are refused before anybody asks; elsewhere they are as good as infinite.
    private static BigInteger? OfNumber(string json) =>
        json.Length <= LongestText + 1 && BigInteger.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) ? number : null;

    // pydantic takes a real number for a whole one as long as it has 64 bits.
    private static BigInteger? OfReal(double real) => real == Math.Floor(real) && Math.Abs(real) < long.MaxValue ? new BigInteger(real) : null;

    private static BigInteger? OfText(string text)
    {
        string plain = text.Trim();
        if (plain.EndsWith(".0", StringComparison.Ordinal))
        {
            plain = plain[..^2];
        }

        // As in Python's own literals, single underscores may stand between digits.
        bool isSpaced = plain.StartsWith('_') || plain.EndsWith('_') || plain.Contains("__", StringComparison.Ordinal);
        return !isSpaced && plain.Length <= LongestText && BigInteger.TryParse(plain.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
            ? number
            : null;
    }

    private static double? RealOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "nan" or "+nan" or "-nan" => double.NaN,
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        string plain => double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
    };

    /// <summary>Most characters of a text that is to be a whole number: Python's limit, and pydantic's.</summary>
    public const int LongestText = 4_300;
}

/// <summary>Whole numbers as <see cref="LaxNumbers"/> has them.</summary>
internal sealed class LaxWhole : JsonConverter<BigInteger>
{
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LaxNumbers.Whole(JsonElement.ParseValue(ref reader)) ?? throw new JsonException("no whole number");

    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Whole numbers as <see cref="LaxNumbers"/> has them; those beyond 64 bits are the nearest.</summary>
internal sealed class LaxLong : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LaxNumbers.Whole(JsonElement.ParseValue(ref reader)) is { } number ? LaxNumbers.Clamp(number) : throw new JsonException("no whole number");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>The same in 32 bits.</summary>
internal sealed class LaxInt : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LaxNumbers.Whole(JsonElement.ParseValue(ref reader)) is { } number ? LaxNumbers.ClampInt(number) : throw new JsonException("no whole number");

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Numbers as <see cref="LaxNumbers"/> has them.</summary>
internal sealed class LaxDouble : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LaxNumbers.Real(JsonElement.ParseValue(ref reader)) ?? throw new JsonException("no number");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Truth values as <see cref="LaxNumbers"/> has them.</summary>
internal sealed class LaxBoolean : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LaxNumbers.Truth(JsonElement.ParseValue(ref reader)) ?? throw new JsonException("no truth value");

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}
