namespace Emulator.Configuration.Kinds;

/// <summary>Text that is never empty.</summary>
/// <param name="valueName">Its place in usage lines.</param>
/// <param name="allowed">What is allowed, as the end of a sentence.</param>
/// <param name="isAllowed">Whether a text that is not empty is allowed; all are by default.</param>
internal sealed class Text(string valueName, string allowed, Predicate<string>? isAllowed = null) : OptionKind<string>
{
    public override string ValueName => valueName;

    public override string Allowed => allowed;

    public override bool TryParse(string text, out string value)
    {
        value = text.Trim();
        return value.Length > 0;
    }

    public override bool Contains(string value) => value.Length > 0 && (isAllowed is null || isAllowed(value));

    public override string Print(string value) => value;
}
