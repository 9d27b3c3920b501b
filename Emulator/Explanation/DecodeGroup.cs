namespace Emulator.Explanation;

/// <summary>Sequences that decode, all with the same context.</summary>
/// <param name="Sequences">How many.</param>
/// <param name="Context">Tokens whose keys and values each reads, its own included.</param>
public readonly record struct DecodeGroup(int Sequences, int Context)
{
    private const string Allowed = "NxCONTEXT, such as 64x2048 for 64 sequences with 2048 tokens of context each";

    /// <summary>Reads <c>64x2048</c>.</summary>
    /// <exception cref="InvalidConfigurationException">It is no such thing.</exception>
    public static DecodeGroup Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] numbers = text.Split('x');
        return numbers.Length == 2 && GroupNumber.TryParse(numbers[0], 1, out int sequences) && GroupNumber.TryParse(numbers[1], 1, out int context)
            ? new DecodeGroup(sequences, context)
            : throw new InvalidConfigurationException($"--decode is '{text}'; allowed are {Allowed}.");
    }
}
