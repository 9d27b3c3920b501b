using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>What values an option takes, and how they are read and written.</summary>
internal abstract class OptionKind<T>
{
    /// <summary>The value's place in usage lines: <c>N</c>, <c>DURATION</c>.</summary>
    public abstract string ValueName { get; }

    /// <summary>What is allowed, as the end of a sentence that begins "allowed are".</summary>
    public abstract string Allowed { get; }

    /// <summary>Reads a value; whether it is within bounds is <see cref="Contains"/>'s question.</summary>
    public abstract bool TryParse(string text, out T value);

    /// <summary>Whether the value is within bounds.</summary>
    public abstract bool Contains(T value);

    /// <summary>Writes a value as <see cref="TryParse"/> reads it.</summary>
    public abstract string Print(T value);

    /// <summary>The value as JSON has it: a number, true or false, a string, or null for "not given".</summary>
    public virtual JsonNode? ToJson(T value) => JsonValue.Create(Print(value));

    /// <summary>The word that stands for "not given", or null where there is always a value.</summary>
    public virtual string? AbsentWord => null;
}
