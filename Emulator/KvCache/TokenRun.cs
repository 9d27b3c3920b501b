namespace Emulator.KvCache;

/// <summary>A stretch of consecutive token values: <c>First, First + 1, …</c>. Synthetic prompts of any length are a run or two.</summary>
/// <param name="First">Value of the first token.</param>
/// <param name="Count">Tokens in the run, at least 1.</param>
public readonly record struct TokenRun(ulong First, int Count)
{
    /// <summary>
    /// The tokens of a named part of a synthetic prompt: token i of part <paramref name="part"/> is the pair (part, i). Equal names share
    /// their tokens, different names share none.
    /// </summary>
    public static TokenRun OfPart(string part, int count)
    {
        ArgumentNullException.ThrowIfNull(part);

        // FNV-1a over the name, then a finaliser: names that differ in one letter must start runs that are far apart.
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char letter in part)
        {
            hash = (hash ^ letter) * 1_099_511_628_211;
        }

        return new TokenRun(BlockHash.Scramble(hash), count);
    }
}
