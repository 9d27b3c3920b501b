using System.Text;
using Tests.Simulation;

namespace Tests.Fuzz.Mutation;

/// <summary>One change of an input's bytes.</summary>
internal static class ByteMutation
{
    private const int MostRepeats = 20_000;

    /// <summary>Changes an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="others">Inputs from which a part may come.</param>
    /// <param name="words">Words that may be put in.</param>
    /// <param name="draw">What decides.</param>
    public static byte[] Change(byte[] input, IReadOnlyList<byte[]> others, IReadOnlyList<string> words, Draw draw)
    {
        (int start, int end) = Part(input, draw);
        return draw.Between(0, 10) switch
        {
            0 => Replace(input, start, Math.Min(input.Length, start + 1), [(byte)draw.Between(0, 255)]),
            1 => start < input.Length ? Replace(input, start, start + 1, [(byte)(input[start] ^ (1 << draw.Between(0, 7)))]) : input,
            2 => Replace(input, start, end, []),
            3 => Replace(input, end, end, input[start..end]),
            4 => Replace(input, start, end, Repeated(input[start..end], draw)),
            5 => input[..start],
            6 => Splice(input, draw.Of(others), draw),
            7 => NumberIn(input, start) is var (first, last) ? Replace(input, first, last, Encoding.UTF8.GetBytes(draw.Of(OddWords.Numbers))) : input,
            8 => start < input.Length ? Replace(input, start, start + 1, Overlong(input[start], draw)) : input,
            9 => Replace(input, start, end, Encoding.UTF8.GetBytes(draw.Of(words))),
            _ => Replace(input, start, start, Encoding.UTF8.GetBytes(draw.Of(words))),
        };
    }

    private static byte[] Replace(byte[] input, int start, int end, byte[] with) => [.. input.AsSpan(0, start), .. with, .. input.AsSpan(end)];

    // Most parts are short; some are anything.
    private static (int Start, int End) Part(byte[] input, Draw draw)
    {
        int start = draw.Between(0, input.Length);
        return (start, Math.Min(input.Length, start + (draw.Chance(0.8) ? draw.Between(0, 16) : draw.Between(0, input.Length))));
    }

    private static byte[] Repeated(byte[] part, Draw draw)
    {
        int times = draw.Small(2, Math.Max(2, MostRepeats / Math.Max(1, part.Length)));
        byte[] all = new byte[part.Length * times];
        for (int i = 0; i < times; i++)
        {
            part.CopyTo(all, i * part.Length);
        }

        return all;
    }

    // A number of protobuf's in more bytes than it needs, of which the last holds bits that nobody keeps.
    private static byte[] Overlong(byte number, Draw draw) =>
        [(byte)(number | 0x80), .. Enumerable.Repeat((byte)0x80, draw.Between(3, 8)), (byte)(draw.Between(0, 7) << 4)];

    private static byte[] Splice(byte[] input, byte[] other, Draw draw) => [.. input.AsSpan(0, draw.Between(0, input.Length)), .. other.AsSpan(draw.Between(0, other.Length))];

    // The first run of digits from a place on.
    private static (int Start, int End)? NumberIn(byte[] input, int from)
    {
        int start = Array.FindIndex(input, from, letter => char.IsAsciiDigit((char)letter));
        if (start < 0)
        {
            return null;
        }

        int end = Array.FindIndex(input, start, letter => !char.IsAsciiDigit((char)letter));
        return (start, end < 0 ? input.Length : end);
    }
}
