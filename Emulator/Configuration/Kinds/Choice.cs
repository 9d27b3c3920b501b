namespace Emulator.Configuration.Kinds;

/// <summary>One of a few words.</summary>
/// <param name="words">Each word and what it means, in the order in which they are listed.</param>
internal sealed class Choice<T>(params (string Word, T Value)[] words) : OptionKind<T>
    where T : notnull
{
    public override string ValueName => string.Join('|', words.Select(word => word.Word));

    public override string Allowed => $"{string.Join(", ", words[..^1].Select(word => word.Word))} and {words[^1].Word}";

    public override bool TryParse(string text, out T value)
    {
        int place = Array.FindIndex(words, word => word.Word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        value = place >= 0 ? words[place].Value : default!;
        return place >= 0;
    }

    public override bool Contains(T value) => Array.Exists(words, word => word.Value.Equals(value));

    public override string Print(T value) => Array.Find(words, word => word.Value.Equals(value)).Word ?? value.ToString()!;
}
