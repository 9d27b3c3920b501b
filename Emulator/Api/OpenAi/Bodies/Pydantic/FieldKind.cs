using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>What a field may hold, as pydantic checks it in its lax mode, in which a text that reads as a number is one.</summary>
internal abstract record FieldKind
{
    /// <summary>What pydantic calls this kind in the place of a fault, where it is one of several.</summary>
    public abstract string Label { get; }

    /// <summary>The same, or <c>null</c>.</summary>
    public FieldKind OrNull => this with { TakesNull = true };

    private bool TakesNull { get; init; }

    /// <summary>Tells all that is wrong with a value.</summary>
    public void Check(JsonElement value, FaultList faults)
    {
        if (!TakesNull || value.ValueKind != JsonValueKind.Null)
        {
            CheckValue(value, faults);
        }
    }

    /// <summary>Tells all that is wrong with a value that is not <c>null</c>, or with <c>null</c> where it is none.</summary>
    protected abstract void CheckValue(JsonElement value, FaultList faults);
}
