using System.Text.Json;

namespace Emulator;

/// <summary>The members of one JSON object, each read with its own check.</summary>
public sealed class JsonFields
{
    private const decimal MaxSeconds = 1e11m;
    private readonly JsonElement _element;
    private readonly string _place;
    private readonly string _what;

    /// <summary>The members of <paramref name="element"/>; those not in <paramref name="allowed"/> are errors.</summary>
    /// <param name="element">The object.</param>
    /// <param name="place">Where it stands, for messages: a file and a line, say.</param>
    /// <param name="what">What it is: "an arrival".</param>
    /// <param name="allowed">The keys there are; null = any.</param>
    /// <exception cref="InvalidConfigurationException">It is no object, or has another key.</exception>
    public JsonFields(JsonElement element, string place, string what, IReadOnlyCollection<string>? allowed)
    {
        ArgumentNullException.ThrowIfNull(place);
        (_element, _place, _what) = (element, place, what);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Error($"{what} must be a JSON object.");
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (allowed?.Contains(member.Name) == false)
            {
                throw Error($"unknown key '{PlainText.Of(member.Name)}'{NearestName.HintOrAllowed(member.Name, allowed)}");
            }
        }
    }

    /// <summary>A string that is not empty; null where it is absent.</summary>
    public string? Text(string key) => Member(key) is not JsonElement value ? null
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text
        : throw Error($"{key} is {value.GetRawText()}; allowed are strings that are not empty.");

    /// <summary>A whole number of at least 1; null where it is absent.</summary>
    public int? Count(string key) => Whole(key, min: 1);

    /// <summary>A whole number in a range; null where it is absent.</summary>
    public int? Whole(string key, int min, int max = int.MaxValue) => Member(key) is not JsonElement value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= min && number <= max ? number
        : throw Error($"{key} is {value.GetRawText()}; allowed are whole numbers from {min} to {max}.");

    /// <summary>Whether something holds; null where it is absent.</summary>
    public bool? Flag(string key) => Member(key) is not JsonElement value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Error($"{key} is {value.GetRawText()}; allowed are true and false.");

    /// <summary>Whatever stands there.</summary>
    public JsonElement Raw(string key) => Member(key) ?? throw Missing(key);

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => Member(key) is not null;

    /// <summary>Any whole number; null where it is absent.</summary>
    public int? Whole(string key) => Member(key) is not JsonElement value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
        : throw Error($"{key} is {value.GetRawText()}; allowed are whole numbers.");

    /// <summary>Seconds of zero or more, rounded to the nearest microsecond; null where it is absent.</summary>
    public TimeSpan? Seconds(string key) => Member(key) is not JsonElement value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && seconds is >= 0 and < MaxSeconds
            ? new TimeSpan((long)Math.Round(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond)
        : throw Error($"{key} is {value.GetRawText()}; allowed are seconds of 0 and more.");

    /// <summary>The elements of an array; none where it is absent.</summary>
    public IEnumerable<JsonElement> List(string key) => Member(key) is not JsonElement value ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
        : throw Error($"{key} is {value.GetRawText()}; allowed are lists.");

    /// <summary>The error for a key that is not there.</summary>
    public InvalidConfigurationException Missing(string key) => Error($"{_what} lacks the key '{key}'.");

    /// <summary>The error in this object.</summary>
    public InvalidConfigurationException Error(string problem) => new($"{_place}: {problem}");

    // A null stands for "absent", as many writers put it.
    private JsonElement? Member(string key) => _element.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
