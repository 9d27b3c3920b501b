namespace Emulator.Configuration.Kinds;

/// <summary>One of an enumeration's names, in lower case.</summary>
internal sealed class Choice<T> : OptionKind<T>
    where T : struct, Enum
{
    private static readonly string[] s_names = [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    public override string ValueName => string.Join('|', s_names);

    public override string Allowed => string.Join(", ", s_names[..^1]) + " and " + s_names[^1];

    public override bool TryParse(string text, out T value)
    {
        int index = Array.IndexOf(s_names, text.ToLowerInvariant());
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }

    public override bool Contains(T value) => Enum.IsDefined(value);

    public override string Print(T value) => value.ToString().ToLowerInvariant();
}
