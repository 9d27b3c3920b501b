using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Numerics;

namespace Emulator.Content;

/// <summary>
/// JSON that fits a schema: every property that is named, in its order, with plausible seeded values within the bounds that the schema states. What it does not know of
/// JSON Schema (patterns, conditions) it does not keep.
/// </summary>
internal sealed class SchemaSample
{
    private const int DeepestLevel = 8;
    private const int TypicalItems = 2;
    private const double TypicalRange = 100;

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement _root;
    private SplitMix64 _random;

    private SchemaSample(JsonElement root, ulong seed)
    {
        _root = root;
        _random = new SplitMix64(seed);
    }

    /// <summary>A sample as text; the same for the same seed. Without a schema it is an object with one text.</summary>
    public static string Of(JsonElement schema, ulong seed)
    {
        SchemaSample sample = new(schema, seed);
        JsonNode? value = schema.ValueKind == JsonValueKind.Object ? sample.Value(schema, 0) : new JsonObject { ["answer"] = sample.Words(6) };
        return value?.ToJsonString(s_compact) ?? "null";
    }

    private JsonNode? Value(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return JsonValue.Create(Words(2));
        }

        if (schema.TryGetProperty("const", out JsonElement only))
        {
            return JsonNode.Parse(only.GetRawText());
        }

        if (schema.TryGetProperty("enum", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            return JsonNode.Parse(choices[Below(choices.GetArrayLength())].GetRawText());
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference) && depth < DeepestLevel && Referred(reference) is { } referred)
        {
            return Value(referred, depth + 1);
        }

        foreach (string alternatives in (string[])["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(alternatives, out JsonElement options) && options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0)
            {
                // The first that can end is best where schemas refer to themselves; deep down that is the last resort.
                JsonElement option = depth < DeepestLevel ? options[0] : options[options.GetArrayLength() - 1];
                return Value(option, depth + 1);
            }
        }

        return TypeOf(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, depth),
            "integer" => JsonValue.Create((long)Math.Round(NumberIn(schema, whole: true))),
            "number" => JsonValue.Create(Math.Round(NumberIn(schema, whole: false), 2)),
            "boolean" => JsonValue.Create(Below(2) == 1),
            "null" => null,
            _ => JsonValue.Create(Text(schema)),
        };
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out JsonElement type))
        {
            return type.ValueKind == JsonValueKind.String ? type.GetString()!
                : type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0 ? type[0].ToString()
                : "string";
        }

        return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
    }

    private JsonObject Object(JsonElement schema, int depth)
    {
        JsonObject made = [];
        if (schema.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object)
        {
            string[] required = schema.TryGetProperty("required", out JsonElement names) && names.ValueKind == JsonValueKind.Array ? [.. names.EnumerateArray().Select(name => name.ToString())] : [];
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                // What may be left out is, once it gets deep: schemas refer to themselves.
                if (depth < DeepestLevel || required.Contains(property.Name))
                {
                    made[property.Name] = Value(property.Value, depth + 1);
                }
            }
        }

        return made;
    }

    private JsonArray Array(JsonElement schema, int depth)
    {
        int least = Whole(schema, "minItems") ?? 0;
        int most = Whole(schema, "maxItems") ?? int.MaxValue;
        int count = depth < DeepestLevel ? Math.Clamp(TypicalItems, least, Math.Max(least, most)) : least;
        JsonArray made = [];
        for (int i = 0; i < count; i++)
        {
            made.Add(schema.TryGetProperty("items", out JsonElement items) ? Value(items, depth + 1) : Words(2));
        }

        return made;
    }

    private double NumberIn(JsonElement schema, bool whole)
    {
        double step = whole ? 1 : 0.01;
        double? low = Real(schema, "minimum") ?? (Real(schema, "exclusiveMinimum") + step);
        double? high = Real(schema, "maximum") ?? (Real(schema, "exclusiveMaximum") - step);
        double from = low ?? (high is { } top ? top - TypicalRange : 1);
        double to = high ?? from + TypicalRange;
        double drawn = from + (_random.NextUnit() * Math.Max(0, to - from));
        double multiple = Real(schema, "multipleOf") ?? (whole ? 1 : 0);
        double rounded = multiple > 0 ? Math.Floor(drawn / multiple) * multiple : drawn;
        return rounded < from && multiple > 0 ? Math.Ceiling(from / multiple) * multiple : rounded;
    }

    private string Text(JsonElement schema)
    {
        string? format = schema.TryGetProperty("format", out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        string text = format switch
        {
            "date" => Day().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "date-time" => Day().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            "time" => Day().ToString("HH:mm:ssZ", CultureInfo.InvariantCulture),
            "email" => "someone@example.com",
            "uri" or "url" => "https://example.com/",
            "uuid" => new Guid((int)_random.Next(), (short)_random.Next(), (short)0x4000, 0x80, 1, 2, 3, 4, 5, 6, 7).ToString(),
            "ipv4" => "192.0.2.1",
            _ => Words(3),
        };
        int least = Whole(schema, "minLength") ?? 0;
        int most = Whole(schema, "maxLength") ?? int.MaxValue;
        while (text.Length < least)
        {
            text += " " + Words(3);
        }

        return text.Length > most ? text[..most] : text;
    }

    private DateTime Day() => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(Below(365 * 24 * 60));

    private string Words(int count) => new SyntheticProse(_random.Next()).Text(0, count);

    private JsonElement? Referred(JsonElement reference)
    {
        // Only references into the schema itself: "#/$defs/Name".
        string[] path = reference.ValueKind == JsonValueKind.String ? reference.GetString()!.Split('/') : [];
        if (path.Length == 0 || path[0] != "#")
        {
            return null;
        }

        JsonElement place = _root;
        foreach (string key in path[1..])
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out place))
            {
                return null;
            }
        }

        return place;
    }

    private int Below(int count) => (int)(_random.Next() % (ulong)count);

    private static int? Whole(JsonElement schema, string key) => schema.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0 ? Math.Min(number, 10_000) : null;

    private static double? Real(JsonElement schema, string key) => schema.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
