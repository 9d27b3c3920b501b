using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>A number, duration or the like, or a word that stands for "not given".</summary>
/// <param name="inner">What it is where it is given.</param>
/// <param name="word">What stands for "not given".</param>
/// <param name="sameWord">What stands for the same in vLLM.</param>
internal sealed class OptionalValue<T>(OptionKind<T> inner, string word, string? sameWord = null) : OptionKind<T?>
    where T : struct
{
    public override string ValueName => $"{inner.ValueName}|{word}";

    public override string Allowed => $"{word} and {inner.Allowed}";

    public override string? AbsentWord => word;

    public override bool TryParse(string text, out T? value)
    {
        value = null;
        if (text.Equals(word, StringComparison.OrdinalIgnoreCase) || text.Trim() == sameWord)
        {
            return true;
        }

        bool parsed = inner.TryParse(text, out T given);
        value = parsed ? given : null;
        return parsed;
    }

    public override bool Contains(T? value) => value is not T given || inner.Contains(given);

    public override string Print(T? value) => value is T given ? inner.Print(given) : word;

    public override JsonNode? ToJson(T? value) => value is T given ? inner.ToJson(given) : null;
}
