using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>One text or several, or a word that stands for none: <c>--NAME A B</c>, in files also a list.</summary>
/// <param name="inner">What each of them may be.</param>
/// <param name="word">What stands for none.</param>
internal sealed class Texts(Text inner, string word) : OptionKind<TextList?>
{
    public override string ValueName => $"{inner.ValueName}...|{word}";

    public override string Allowed => $"{word}, and one or several of {inner.Allowed}";

    public override string? AbsentWord => word;

    public override bool TryParse(string text, out TextList? value)
    {
        bool isAbsent = text.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);
        value = isAbsent ? null : TextList.Parse(text);
        return isAbsent || value is not null;
    }

    public override bool Contains(TextList? value) => value is null || value.All(inner.Contains);

    public override string Print(TextList? value) => value?.ToString() ?? word;

    public override JsonNode? ToJson(TextList? value) => value switch
    {
        null => null,
        [string only] => JsonValue.Create(only),
        _ => new JsonArray([.. value.Select(item => JsonValue.Create(item))]),
    };
}
