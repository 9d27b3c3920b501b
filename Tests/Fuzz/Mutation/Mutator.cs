using Tests.Simulation;

namespace Tests.Fuzz.Mutation;

/// <summary>Makes an input out of one that is good: by its values where it is JSON, and by its bytes.</summary>
internal static class Mutator
{
    private const int MostChanges = 12;

    // A body of this size is still read at once; larger ones are refused before anybody reads them.
    private const int MostBytes = 1 << 20;

    /// <summary>An input.</summary>
    public static byte[] Of(FuzzTarget target, Draw draw)
    {
        byte[] input = draw.Of(target.Corpus);
        string[] words = [.. target.Words, .. OddWords.All];
        if (draw.Chance(0.6) && JsonMutation.TryChange(input, words, draw) is { } changed)
        {
            input = changed;
            if (draw.Chance(0.6))
            {
                return input;
            }
        }

        for (int changes = draw.Small(1, MostChanges); changes > 0; changes--)
        {
            input = ByteMutation.Change(input, target.Corpus, words, draw);
        }

        return input.Length > MostBytes ? input[..MostBytes] : input;
    }
}
