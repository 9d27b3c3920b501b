using System.Globalization;
using Emulator.KvCache;

namespace Emulator.Api;

/// <summary>A prompt by size instead of by text, as both doors take it.</summary>
/// <param name="Tokens">Tokens of the whole prompt.</param>
/// <param name="Prefix">What it begins with: named parts, and how many of each part's first tokens.</param>
/// <param name="OutputTokens">Tokens of the answer; null = drawn.</param>
internal sealed record SyntheticRequest(long Tokens, IReadOnlyList<(string Id, long Tokens)> Prefix, long? OutputTokens)
{
    /// <summary>The prompt of the request called <paramref name="requestId"/>: the parts, and a rest of its own.</summary>
    /// <exception cref="Admission.RefusedException">Its numbers do not fit together.</exception>
    public TokenSequence PromptOf(string requestId)
    {
        TokenRun[] runs = new TokenRun[Prefix.Count + 1];
        long own = Math.Min(Tokens, int.MaxValue);
        for (int i = 0; i < Prefix.Count; i++)
        {
            (string id, long tokens) = Prefix[i];
            own -= tokens;
            if (id.Length == 0 || tokens < 1 || own < 0)
            {
                throw ErrorTable.Invalid("synthetic.prefix", string.Create(
                    CultureInfo.InvariantCulture,
                    $"synthetic.prefix[{i}] is {tokens} tokens of '{id}'; allowed are named parts of at least 1 token each, and of synthetic.tokens ({Tokens}) together."));
            }

            runs[i] = TokenRun.OfPart(id, (int)tokens);
        }

        runs[^1] = TokenRun.OfPart(requestId, (int)own);
        return new TokenSequence(runs);
    }
}
