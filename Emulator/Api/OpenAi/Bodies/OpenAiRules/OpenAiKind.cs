using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What a parameter of OpenAI's API may be. The first fault ends the check, as there.</summary>
internal abstract record OpenAiKind
{
    /// <summary>The kind in a sentence, such as <c>a string</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a value is of this type, whatever else may be wrong with it.</summary>
    public abstract bool Has(JsonElement value);

    /// <summary>Refuses a value that is not allowed.</summary>
    /// <exception cref="Admission.RefusedException">It is not.</exception>
    public void Require(JsonElement value, string path)
    {
        if (!Has(value))
        {
            throw OpenAiFault.Type(path, Name, value);
        }

        RequireMore(value, path);
    }

    /// <summary>The same for what is of the right type.</summary>
    protected virtual void RequireMore(JsonElement value, string path)
    {
    }
}

/// <summary>Anything.</summary>
internal sealed record Anything : OpenAiKind
{
    public override string Name => "anything";

    public override bool Has(JsonElement value) => true;
}

/// <summary>A real number between bounds.</summary>
internal sealed record Real(double Least, double Most) : OpenAiKind
{
    public override string Name => "a decimal";

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    protected override void RequireMore(JsonElement value, string path)
    {
        if (!(value.GetDouble() >= Least && value.GetDouble() <= Most))
        {
            bool isLow = value.GetDouble() < Least;
            throw OpenAiFault.Range(path, "decimal", value, isLow, (isLow ? Least : Most).ToString(CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>A whole number between bounds.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The greatest; null = there is none.</param>
internal sealed record Whole(long Least, long? Most = null) : OpenAiKind
{
    public override string Name => "an integer";

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    protected override void RequireMore(JsonElement value, string path)
    {
        // What is no number of 64 bits is beyond any bound there is.
        bool isLong = value.TryGetInt64(out long number);
        bool isLow = isLong ? number < Least : value.GetDouble() < 0;
        if (isLow || (isLong ? number > Most : Most is not null))
        {
            throw OpenAiFault.Range(path, "integer", value, isLow, (isLow ? Least : Most!.Value).ToString(CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>A truth value.</summary>
internal sealed record Truth : OpenAiKind
{
    public override string Name => "a boolean";

    public override bool Has(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;
}

/// <summary>A text.</summary>
/// <param name="Most">Most UTF-16 units; null = any number.</param>
internal sealed partial record Text(int? Most = null) : OpenAiKind
{
    private const string NamePattern = "^[a-zA-Z0-9_-]+$";

    /// <summary>The name of a function or a schema.</summary>
    public static Text Identifier { get; } = new(64) { IsIdentifier = true, IsNeverEmpty = true };

    /// <summary>A text that says something.</summary>
    public static Text NotEmpty { get; } = new() { IsNeverEmpty = true };

    public override string Name => "a string";

    private bool IsIdentifier { get; init; }

    private bool IsNeverEmpty { get; init; }

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.String;

    protected override void RequireMore(JsonElement value, string path)
    {
        string text = value.GetString()!;
        if (IsNeverEmpty && text.Length == 0)
        {
            throw OpenAiFault.EmptyText(path);
        }

        if (text.Length > Most)
        {
            throw OpenAiFault.LongText(path, Most.Value, text.Length);
        }

        if (IsIdentifier && !Identifiers().IsMatch(text))
        {
            throw OpenAiFault.Pattern(path, NamePattern);
        }
    }

    [GeneratedRegex(NamePattern, RegexOptions.CultureInvariant)]
    private static partial Regex Identifiers();
}

/// <summary>One of some words.</summary>
internal sealed record Word(params IReadOnlyList<string> Words) : OpenAiKind
{
    public override string Name => "a string";

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.String;

    protected override void RequireMore(JsonElement value, string path)
    {
        if (!Words.Contains(value.GetString()!))
        {
            throw OpenAiFault.Word(path, value.GetString()!, Words);
        }
    }
}

/// <summary>A list.</summary>
/// <param name="Item">What its items are.</param>
/// <param name="Plural">What they are together, such as <c>strings</c>.</param>
/// <param name="Most">Most items; null = any number.</param>
/// <param name="Least">Fewest items: 0 or 1.</param>
internal sealed record ListOf(OpenAiKind Item, string Plural, int? Most = null, int Least = 0) : OpenAiKind
{
    public override string Name => $"an array of {Plural}";

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    protected override void RequireMore(JsonElement value, string path)
    {
        int length = value.GetArrayLength();
        if (length < Least)
        {
            throw OpenAiFault.Empty(path);
        }

        if (length > Most)
        {
            throw OpenAiFault.Long(path, Most.Value, length);
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            Item.Require(item, $"{path}[{index++}]");
        }
    }
}

/// <summary>A list whose items are all of one kind, out of several: the first item tells of which.</summary>
/// <param name="Lists">The kinds of lists; an empty one is of the first.</param>
internal sealed record UniformList(params IReadOnlyList<ListOf> Lists) : OpenAiKind
{
    private readonly OneOf _item = new([.. Lists.Select(list => list.Item)]);

    public override string Name => Lists[0].Name;

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    protected override void RequireMore(JsonElement value, string path)
    {
        if (value.GetArrayLength() == 0)
        {
            Lists[0].Require(value, path);
            return;
        }

        if (!_item.Has(value[0]))
        {
            throw OpenAiFault.Type($"{path}[0]", _item.Name, value[0]);
        }

        Lists.First(list => list.Item.Has(value[0])).Require(value, path);
    }
}

/// <summary>An object.</summary>
/// <param name="Parameters">What it may have.</param>
internal sealed record ObjectOf(params IReadOnlyList<Parameter> Parameters) : OpenAiKind
{
    public override string Name => "an object";

    /// <summary>Whether it may have others too.</summary>
    public bool TakesOthers { get; init; }

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    protected override void RequireMore(JsonElement value, string path)
    {
        string prefix = path.Length == 0 ? "" : $"{path}.";
        string[] unknown = TakesOthers ? [] : [.. value.EnumerateObject().Select(given => given.Name).Where(name => !Parameters.Any(parameter => parameter.Name == name))];
        if (unknown.Length > 0)
        {
            throw path.Length == 0 ? OpenAiFault.Unrecognized(unknown) : OpenAiFault.Unknown(prefix + unknown[0]);
        }

        foreach (Parameter parameter in Parameters)
        {
            if (!value.TryGetProperty(parameter.Name, out JsonElement given))
            {
                if (parameter.IsRequired)
                {
                    throw OpenAiFault.Missing(prefix + parameter.Name);
                }
            }
            else if (parameter.IsRequired || given.ValueKind != JsonValueKind.Null)
            {
                parameter.Kind.Require(given, prefix + parameter.Name);
            }
        }
    }
}

/// <summary>An object with any names.</summary>
internal sealed record MapOf(OpenAiKind Value) : OpenAiKind
{
    public override string Name => "an object";

    public override bool Has(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    protected override void RequireMore(JsonElement value, string path)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            Value.Require(member.Value, $"{path}.{member.Name}");
        }
    }
}

/// <summary>One of several kinds.</summary>
internal sealed record OneOf(params IReadOnlyList<OpenAiKind> Kinds) : OpenAiKind
{
    public override string Name
    {
        get
        {
            // The article stands before the first alone.
            IEnumerable<string> rest = Kinds.Skip(1).Select(kind => kind.Name.Split(' ', 2)[1]);
            return $"one of {Kinds[0].Name} or {string.Join(" or ", rest)}";
        }
    }

    public override bool Has(JsonElement value) => Kinds.Any(kind => kind.Has(value));

    protected override void RequireMore(JsonElement value, string path) => Kinds.First(kind => kind.Has(value)).Require(value, path);
}

/// <summary>A parameter; where it is not required, null is as good as none.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it may be.</param>
internal sealed record Parameter(string Name, OpenAiKind Kind)
{
    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }
}
