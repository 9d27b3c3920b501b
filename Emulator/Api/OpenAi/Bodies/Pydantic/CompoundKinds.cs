using System.Globalization;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>A list.</summary>
/// <param name="Item">What its items are.</param>
/// <param name="Most">Most items; null = any number.</param>
internal sealed record ListKind(FieldKind Item, int? Most = null) : FieldKind
{
    public override string Label => $"list[{Item.Label}]";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add("list_type", "Input should be a valid list", value);
            return;
        }

        int length = value.GetArrayLength();
        if (length > Most)
        {
            faults.Add(
                "too_long",
                string.Create(CultureInfo.InvariantCulture, $"List should have at most {Most} items after validation, not {length}"),
                value,
                string.Create(CultureInfo.InvariantCulture, $"{{'field_type': 'List', 'max_length': {Most}, 'actual_length': {length}}}"));
            return;
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            faults.Enter(new PlaceStep(Name: null, index++));
            Item.Check(item, faults);
            faults.Leave();
        }
    }
}

/// <summary>A dictionary with any keys.</summary>
/// <param name="Value">What its values are.</param>
internal sealed record DictionaryKind(FieldKind Value) : FieldKind
{
    public override string Label => $"dict[str,{Value.Label}]";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add("dict_type", "Input should be a valid dictionary", value);
            return;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            faults.Enter(new PlaceStep(member.Name));
            Value.Check(member.Value, faults);
            faults.Leave();
        }
    }
}

/// <summary>An object with certain fields; others are ignored.</summary>
/// <param name="Fields">The fields in the order in which they are checked.</param>
internal sealed record ModelKind(params IReadOnlyList<Field> Fields) : FieldKind
{
    /// <summary>What is told where there is no object.</summary>
    public (string Type, string Message) NoObject { get; init; } = ("model_attributes_type", "Input should be a valid dictionary or object to extract fields from");

    // vLLM wraps its models to log unknown fields, and pydantic names an alternative after its outermost layer.
    public override string Label => "function-wrap[__log_extra_fields__()]";

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(NoObject.Type, NoObject.Message, value);
            return;
        }

        foreach (Field field in Fields)
        {
            bool isGiven = value.TryGetProperty(field.Name, out JsonElement given);
            faults.Enter(new PlaceStep(field.Name));
            if (isGiven)
            {
                field.Kind.Check(given, faults);
            }
            else if (field.IsRequired && !(field.Substitute is { } other && value.TryGetProperty(other, out _)))
            {
                faults.Add("missing", "Field required", value);
            }

            faults.Leave();
        }
    }
}

/// <summary>A kind whose values vLLM looks at itself once they fit it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="After">Refuses what vLLM would.</param>
internal sealed record CheckedKind(FieldKind Kind, Action<JsonElement> After) : FieldKind
{
    public override string Label => Kind.Label;

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        int before = faults.Count;
        Kind.Check(value, faults);
        if (faults.Count == before)
        {
            After(value);
        }
    }
}

/// <summary>A field of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it may hold.</param>
internal sealed record Field(string Name, FieldKind Kind)
{
    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>A field that may be there in its stead; null = none.</summary>
    public string? Substitute { get; init; }
}

/// <summary>One of several kinds; where none fits, all of them tell why.</summary>
/// <param name="Kinds">The kinds.</param>
internal sealed record EitherKind(params IReadOnlyList<FieldKind> Kinds) : FieldKind
{
    public override string Label => string.Join('|', Kinds.Select(kind => kind.Label));

    protected override void CheckValue(JsonElement value, FaultList faults)
    {
        int before = faults.Count;
        foreach (FieldKind kind in Kinds)
        {
            int soFar = faults.Count;
            faults.Enter(new PlaceStep(kind.Label));
            kind.Check(value, faults);
            faults.Leave();
            if (faults.Count == soFar)
            {
                faults.Forget(before);
                return;
            }
        }
    }
}
