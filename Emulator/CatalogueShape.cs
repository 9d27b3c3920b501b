using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Emulator;

/// <summary>
/// Whether JSON has the keys and kinds of values of a record, said in the words of the file: the serializer's own messages speak of
/// .NET types, and end at the first problem.
/// </summary>
internal static class CatalogueShape
{
    /// <summary>
    /// Everything that is wrong, each without a full stop. Whole numbers that are written with an exponent (<c>80e9</c>) are written out,
    /// so that the serializer takes them too.
    /// </summary>
    /// <param name="value">What the file has.</param>
    /// <param name="type">What it should be.</param>
    /// <param name="path">The key that leads to it; empty for the file itself.</param>
    public static IReadOnlyList<string> Problems(JsonNode? value, Type type, string path = "") => [.. Check(value, type, path)];

    /// <summary>The keys of a record that a file may give, and whether it must.</summary>
    public static IEnumerable<JsonPropertyInfo> KeysOf(Type type) =>
        CatalogueFile.Options.GetTypeInfo(type).Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null);

    private static IEnumerable<string> Check(JsonNode? value, Type type, string path)
    {
        JsonTypeInfo shape = CatalogueFile.Options.GetTypeInfo(type);
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => value is JsonObject entry ? CheckObject(entry, type, path) : [Wrong(value, path, "an object")],
            JsonTypeInfoKind.Dictionary => value is JsonObject rows ? CheckRows(rows, shape, path) : [Wrong(value, path, "an object")],
            JsonTypeInfoKind.Enumerable => value is JsonArray list
                ? list.SelectMany((item, place) => Check(item, shape.ElementType!, $"{path}[{place}]"))
                : [Wrong(value, path, "a list")],
            _ => CheckValue(value, Nullable.GetUnderlyingType(type) ?? type, path),
        };
    }

    private static IEnumerable<string> CheckObject(JsonObject entry, Type type, string path)
    {
        JsonPropertyInfo[] known = [.. KeysOf(type)];
        string[] names = [.. known.Select(property => property.Name)];
        foreach (string unknown in entry.Select(member => member.Key).Where(key => !names.Contains(key)))
        {
            string hint = NearestName.Of(unknown, names) is string nearest ? $"; did you mean {nearest}?" : $"; allowed are {string.Join(", ", names)}";
            yield return $"{Key(path, unknown)} is no key of a catalogue file{hint}";
        }

        foreach (JsonPropertyInfo property in known)
        {
            string key = Key(path, property.Name);
            if (!entry.TryGetPropertyValue(property.Name, out JsonNode? value))
            {
                if (property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false })
                {
                    yield return $"{key} is missing";
                }
            }
            else if (value is null)
            {
                if (!MayBeNull(property))
                {
                    yield return $"{key} is null; allowed is {Described(property.PropertyType)}";
                }
            }
            else
            {
                foreach (string problem in Check(value, property.PropertyType, key))
                {
                    yield return problem;
                }
            }
        }
    }

    private static IEnumerable<string> CheckRows(JsonObject rows, JsonTypeInfo shape, string path)
    {
        foreach ((string number, JsonNode? value) in rows)
        {
            if (shape.KeyType == typeof(int) && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                yield return $"{Key(path, number)} is no number of GPUs; allowed are keys such as \"8\"";
            }

            foreach (string problem in Check(value, shape.ElementType!, Key(path, number)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> CheckValue(JsonNode? value, Type type, string path)
    {
        JsonValueKind kind = value?.GetValueKind() ?? JsonValueKind.Null;
        bool isRight = type switch
        {
            _ when type == typeof(string) => kind == JsonValueKind.String,
            _ when type == typeof(bool) => kind is JsonValueKind.True or JsonValueKind.False,
            _ when IsWhole(type) => kind == JsonValueKind.Number && WriteOut((JsonValue)value!, type),
            _ => kind == JsonValueKind.Number,
        };
        return isRight ? [] : [Wrong(value, path, Described(type))];
    }

    private static bool WriteOut(JsonValue value, Type type)
    {
        bool isWhole = decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            && decimal.IsInteger(number)
            && number >= (type == typeof(int) ? int.MinValue : long.MinValue)
            && number <= (type == typeof(int) ? int.MaxValue : long.MaxValue);
        if (isWhole)
        {
            value.ReplaceWith(decimal.ToInt64(number));
        }

        return isWhole;
    }

    private static bool MayBeNull(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter is { IsMemberInitializer: false } parameter ? parameter.IsNullable : property.IsSetNullable;

    private static string Wrong(JsonNode? value, string path, string allowed) =>
        $"{(path.Length == 0 ? "it" : path)} is {Shortened(value)}; allowed is {allowed}";

    private static string Shortened(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "an object",
        JsonArray => "a list",
        _ => value.ToJsonString(),
    };

    private static string Described(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner == typeof(string) ? "text"
            : inner == typeof(bool) ? "true or false"
            : IsWhole(inner) ? "a whole number"
            : inner.IsPrimitive ? "a number"
            : CatalogueFile.Options.GetTypeInfo(inner).Kind == JsonTypeInfoKind.Enumerable ? "a list"
            : "an object";
    }

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long);

    private static string Key(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
