namespace Emulator.Configuration.Kinds;

/// <summary>One of the names in a catalogue that may grow.</summary>
/// <param name="names">The names, in the order in which they are listed.</param>
internal sealed class OneOf(IReadOnlyList<string> names) : OptionKind<string>
{
    public override string ValueName => string.Join('|', names);

    public override string Allowed => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    public override bool TryParse(string text, out string value)
    {
        string? name = names.FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        value = name ?? "";
        return name is not null;
    }

    public override bool Contains(string value) => names.Contains(value);

    public override string Print(string value) => value;
}
