using Microsoft.ML.Tokenizers;

namespace Emulator.Content;

/// <summary>
/// The pieces of another pre-tokenizer, the longest of them in parts: what merging costs grows with the square of a piece's length, and one word of a megabyte would keep a
/// core busy for minutes. Shorter pieces, which is all of them in ordinary text, stay as they are.
/// </summary>
/// <param name="pieces">How text is split.</param>
internal sealed class ShortPieces(PreTokenizer pieces) : PreTokenizer
{
    /// <summary>Most characters of a piece.</summary>
    public const int Longest = 1_024;

    // The library takes no token of its own; it asks for pieces as it goes, so that this is the place where it can be stopped.
    private static readonly AsyncLocal<CancellationToken> s_unwanted = new();

    /// <summary>From here on in this flow of control: nobody wants the pieces any more once it is cancelled, and asking for the next one throws.</summary>
    public static void StopWhen(CancellationToken unwanted) => s_unwanted.Value = unwanted;

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => Cut(text, pieces.PreTokenize(text));

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    private static IEnumerable<(int Offset, int Length)> Cut(string text, IEnumerable<(int Offset, int Length)> pieces)
    {
        CancellationToken unwanted = s_unwanted.Value;
        foreach ((int offset, int length) in pieces)
        {
            unwanted.ThrowIfCancellationRequested();
            int begin = offset;
            while (offset + length - begin > Longest)
            {
                int end = begin + Longest;
                end -= char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
                yield return (begin, end - begin);
                unwanted.ThrowIfCancellationRequested();
                begin = end;
            }

            yield return (begin, offset + length - begin);
        }
    }
}
