using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Models;

/// <summary>Reads the fields of a <c>config.json</c>, and keeps what is wrong with them for one message. A key with null is a key left out.</summary>
/// <param name="root">The file's object.</param>
internal sealed class ConfigFields(JsonObject root)
{
    /// <summary>What was wrong so far, each without a full stop.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Whether the file says something.</summary>
    public bool Has(string key) => root[key] is not null;

    /// <summary>The value, or null.</summary>
    public JsonNode? this[string key] => root[key];

    /// <summary>A number of 1 and more that must be there; 1 where it is not, so that reading can go on.</summary>
    public int Count(string key)
    {
        if (!Has(key))
        {
            Problems.Add($"{key} is missing");
        }

        return Has(key) ? CountOr(key, 1) : 1;
    }

    /// <summary>A number of 1 and more, or <paramref name="absent"/> where there is none.</summary>
    public int CountOr(string key, int absent)
    {
        if (!Has(key))
        {
            return absent;
        }

        if (root[key] is JsonValue value && value.TryGetValue(out int number) && number >= 1)
        {
            return number;
        }

        Problems.Add($"{key} is {Shown(key)}; allowed is a whole number of 1 and more");
        return absent;
    }

    /// <summary>True or false, or <paramref name="absent"/>.</summary>
    public bool Switch(string key, bool absent)
    {
        if (!Has(key))
        {
            return absent;
        }

        if (root[key]!.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return root[key]!.GetValueKind() == JsonValueKind.True;
        }

        Problems.Add($"{key} is {Shown(key)}; allowed is true or false");
        return absent;
    }

    /// <summary>Text, or null.</summary>
    public string? Text(string key) => root[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    /// <summary>A number above 0, or null where there is none.</summary>
    public double? Number(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (root[key]!.GetValueKind() == JsonValueKind.Number && root[key]!.GetValue<double>() is var number && double.IsFinite(number) && number > 0)
        {
            return number;
        }

        Problems.Add($"{key} is {Shown(key)}; allowed is a number above 0");
        return null;
    }

    /// <summary>A value as a message shows it.</summary>
    public string Shown(string key) => root[key] switch
    {
        null => "missing",
        JsonObject => "an object",
        JsonArray list => string.Create(CultureInfo.InvariantCulture, $"a list of {list.Count}"),
        JsonNode value when value.GetValueKind() == JsonValueKind.String => $"'{value.GetValue<string>()}'",
        JsonNode value => value.ToJsonString(),
    };
}
