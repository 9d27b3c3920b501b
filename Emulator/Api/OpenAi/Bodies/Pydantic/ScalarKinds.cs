using System.Globalization;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>Anything.</summary>
internal sealed record AnyKind : FieldKind
{
    public override string Label => "any";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
    }
}

/// <summary>A text.</summary>
/// <param name="Least">Fewest characters.</param>
/// <param name="Most">Most characters; null = any number.</param>
internal sealed record TextKind(int Least = 0, int? Most = null) : FieldKind
{
    public override string Label => "str";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add("string_type", "Input should be a valid string", value);
            return;
        }

        if (!JsonText.IsUnicode(value))
        {
            faults.Add("string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string", value);
            return;
        }

        // Python counts characters, not UTF-16.
        int length = Least == 0 && Most is null ? 0 : value.GetString()!.EnumerateRunes().Count();
        if (length < Least)
        {
            faults.Add("string_too_short", $"String should have at least {Count(Least)}", value, $"{{'min_length': {Least}}}");
        }
        else if (length > Most)
        {
            faults.Add("string_too_long", $"String should have at most {Count(Most.Value)}", value, $"{{'max_length': {Most}}}");
        }
    }

    private static string Count(int characters) => characters == 1 ? "1 character" : string.Create(CultureInfo.InvariantCulture, $"{characters} characters");
}

/// <summary>Bytes, which JSON has as text.</summary>
internal sealed record BytesKind : FieldKind
{
    public override string Label => "bytes";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add("bytes_type", "Input should be a valid bytes", value);
        }
    }
}

/// <summary>A whole number; also <c>16.0</c>, <c>"16"</c> and <c>true</c>.</summary>
/// <param name="Least">The least; null = Python's have none.</param>
/// <param name="Most">The greatest; null = Python's have none.</param>
internal sealed record WholeKind(long? Least = null, long? Most = null) : FieldKind
{
    // Made once: a list may have many faults.
    private readonly string _tooSmall = string.Create(CultureInfo.InvariantCulture, $"Input should be greater than or equal to {Least}");
    private readonly string _least = string.Create(CultureInfo.InvariantCulture, $"{{'ge': {Least}}}");
    private readonly string _tooLarge = string.Create(CultureInfo.InvariantCulture, $"Input should be less than or equal to {Most}");
    private readonly string _most = string.Create(CultureInfo.InvariantCulture, $"{{'le': {Most}}}");

    /// <summary>One of 64 bits.</summary>
    public static WholeKind Long { get; } = new(long.MinValue, long.MaxValue);

    public override string Label => "int";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (FaultOf(value) is { } fault)
        {
            faults.Add(fault.Type, fault.Message, value);
        }
        else if (LaxNumbers.Whole(value) < Least)
        {
            faults.Add("greater_than_equal", _tooSmall, value, _least);
        }
        else if (LaxNumbers.Whole(value) > Most)
        {
            faults.Add("less_than_equal", _tooLarge, value, _most);
        }
    }

    private static (string Type, string Message)? FaultOf(JsonElement value) => value.ValueKind switch
    {
        _ when LaxNumbers.Whole(value) is not null => null,
        JsonValueKind.Number when double.IsInteger(value.GetDouble()) => ("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size"),
        JsonValueKind.Number when double.IsFinite(value.GetDouble()) => ("int_from_float", "Input should be a valid integer, got a number with a fractional part"),
        JsonValueKind.Number => ("finite_number", "Input should be a finite number"),
        JsonValueKind.String when value.GetRawText() is { Length: > LaxNumbers.LongestText } text && text.AsSpan(1, text.Length - 2).Trim().TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0 =>
            ("int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size"),
        JsonValueKind.String => ("int_parsing", "Input should be a valid integer, unable to parse string as an integer"),
        _ => ("int_type", "Input should be a valid integer"),
    };
}

/// <summary>A number; also as text, and <c>true</c>.</summary>
internal sealed record NumberKind : FieldKind
{
    public override string Label => "float";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (LaxNumbers.Real(value) is not null)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            faults.Add("float_parsing", "Input should be a valid number, unable to parse string as a number", value);
        }
        else
        {
            faults.Add("float_type", "Input should be a valid number", value);
        }
    }
}

/// <summary>A truth value; also 0, 1 and the words for them.</summary>
internal sealed record TruthKind : FieldKind
{
    public override string Label => "bool";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (LaxNumbers.Truth(value) is not null)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.String || (value.ValueKind == JsonValueKind.Number && LaxNumbers.Whole(value) is not null))
        {
            faults.Add("bool_parsing", "Input should be a valid boolean, unable to interpret input", value);
        }
        else
        {
            faults.Add("bool_type", "Input should be a valid boolean", value);
        }
    }
}

/// <summary>One of some words.</summary>
/// <param name="Words">The words.</param>
internal sealed record WordKind(params IReadOnlyList<string> Words) : FieldKind
{
    public override string Label => $"literal[{string.Join(',', Words.Select(PythonText.Of))}]";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.String || !JsonText.IsUnicode(value) || !Words.Contains(value.GetString()))
        {
            string last = PythonText.Of(Words[^1]);
            string expected = Words.Count == 1 ? last : $"{string.Join(", ", Words.SkipLast(1).Select(PythonText.Of))} or {last}";
            faults.Add("literal_error", $"Input should be {expected}", value, $"{{'expected': {PythonText.Of(expected)}}}");
        }
    }
}
