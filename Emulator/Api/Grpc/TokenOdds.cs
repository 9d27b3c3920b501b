using Emulator.Api.OpenAi;
using Emulator.Numerics;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>Probabilities of tokens that nobody computed: seeded, in order, and summing to less than 1. The token that stands in the text is always the likeliest.</summary>
/// <param name="seed">Which numbers.</param>
internal readonly struct TokenOdds(ulong seed)
{
    /// <summary>The place of a token that stands in the text.</summary>
    public const uint Rank = 1;

    // Ids that stand for text in o200k_base.
    private const uint TextTokens = 199_998;
    private const uint Stride = 7_919;

    /// <summary>The natural logarithm of the probability of the token at a position: from -0.7, so that the second can only be less likely.</summary>
    public float Of(int position)
    {
        double unit = (SplitMix64.Mix(seed + (ulong)position) >> 11) * (1.0 / (1UL << 53));
        return (float)(-0.01 - (0.68 * unit * unit));
    }

    /// <summary>The other tokens at a position; no more than the HTTP port tells, however many are asked for.</summary>
    /// <param name="position">Position.</param>
    /// <param name="token">The token that stands there.</param>
    /// <param name="select">Which others.</param>
    public CandidateTokenInfo Others(int position, uint token, CandidateTokens? select)
    {
        CandidateTokenInfo others = new();
        uint[] ids = select?.SelectCase switch
        {
            CandidateTokens.SelectOneofCase.TokenIds => [.. select.TokenIds.Ids],
            CandidateTokens.SelectOneofCase.TopN => [.. Enumerable.Range(1, Math.Max(0, (int)Math.Min(select.TopN, LogprobsJson.MostAlternatives) - 1)).Select(place => (token + ((uint)place * Stride)) % TextTokens)],
            _ => [],
        };
        double left = 1 - Math.Exp(Of(position));
        for (int i = 0; i < ids.Length; i++)
        {
            // Each takes half of what is left.
            left /= 2;
            others.Tokens.Add(new CandidateTokenInfo.Types.TokenInfo { Id = ids[i], Logprob = (float)Math.Log(Math.Max(left, 1e-30)), Rank = Rank + 1 + (uint)i });
        }

        return others;
    }
}
