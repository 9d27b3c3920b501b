namespace Emulator.Explanation;

/// <summary>Prompts, or chunks of prompts, that are all alike.</summary>
/// <param name="Sequences">How many.</param>
/// <param name="NewTokens">Tokens of each that this step computes.</param>
/// <param name="Past">Tokens of each that are in the cache already.</param>
/// <param name="Finishes">Whether this step ends each prompt, so that its first token is sampled.</param>
public readonly record struct PrefillGroup(int Sequences, int NewTokens, int Past, bool Finishes)
{
    private const string Allowed = "NxTOKENS[@PAST][+], such as 1x2048, 1x512@4096 behind 4096 tokens that are cached, and 1x512+ where more of the prompt is left";

    /// <summary>Reads <c>1x2048</c>, <c>1x512@4096</c>, <c>1x512@4096+</c>.</summary>
    /// <exception cref="InvalidConfigurationException">It is no such thing.</exception>
    public static PrefillGroup Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool finishes = !text.EndsWith('+');
        string[] numbers = (finishes ? text : text[..^1]).Split('x');
        string[] tokens = numbers[^1].Split('@');
        int past = 0;
        bool isValid = GroupNumber.TryParse(numbers[0], 1, out int sequences) & GroupNumber.TryParse(tokens[0], 1, out int newTokens)
            && numbers.Length == 2 && (tokens.Length == 1 || (tokens.Length == 2 && GroupNumber.TryParse(tokens[1], 0, out past)));
        return isValid
            ? new PrefillGroup(sequences, newTokens, past, finishes)
            : throw new InvalidConfigurationException($"--prefill is '{text}'; allowed are {Allowed}.");
    }
}
