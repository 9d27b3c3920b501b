using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>Text, or a word that stands for "not given".</summary>
internal sealed class OptionalText(Text inner, string word) : OptionKind<string?>
{
    public override string ValueName => $"{inner.ValueName}|{word}";

    public override string Allowed => $"{word} and {inner.Allowed}";

    public override string? AbsentWord => word;

    public override bool TryParse(string text, out string? value)
    {
        bool parsed = inner.TryParse(text, out string given);
        value = parsed && !given.Equals(word, StringComparison.OrdinalIgnoreCase) ? given : null;
        return parsed;
    }

    public override bool Contains(string? value) => value is null || inner.Contains(value);

    public override string Print(string? value) => value ?? word;

    public override JsonNode? ToJson(string? value) => value is null ? null : inner.ToJson(value);
}
