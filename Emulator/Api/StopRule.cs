using System.Text;
using Emulator.Content;

namespace Emulator.Api;

/// <summary>What a client wants an answer to end at. Since the text of an answer is known before it is made, so is its end.</summary>
/// <param name="Texts">Texts, none of them empty; the first of the list goes before the others where one token completes several.</param>
/// <param name="TokenIds">Tokens.</param>
/// <param name="MinTokens">Tokens before which none of them counts.</param>
/// <param name="IncludesStop">Whether what ended the answer is part of its text.</param>
internal sealed record StopRule(IReadOnlyList<string> Texts, IReadOnlyList<uint> TokenIds, int MinTokens, bool IncludesStop)
{
    /// <summary>Characters that must be held back while the answer goes on, because they may be the beginning of what ends it.</summary>
    public int HeldBack => IncludesStop || Texts.Count == 0 ? 0 : Texts.Max(text => text.Length) - 1;

    /// <summary>Where a text ends by this rule.</summary>
    /// <param name="prose">The text.</param>
    /// <param name="limit">Tokens that it has at most.</param>
    /// <returns>Null when it does not within the limit.</returns>
    public StopPoint? Find(SyntheticProse prose, int limit)
    {
        if (Texts.Count == 0 && TokenIds.Count == 0)
        {
            return null;
        }

        StringBuilder text = new();
        int longest = Texts.Count == 0 ? 0 : Texts.Max(stop => stop.Length);
        int searchFrom = 0;
        for (int token = 0; token < limit; token++)
        {
            string word = prose.Text(token, 1);
            int before = text.Length;
            text.Append(word);
            if (token < MinTokens)
            {
                searchFrom = text.Length;
                continue;
            }

            if (TokenIds.Count > 0 && TokenIds.Contains((uint)PromptTokenizer.Encode(word)[0]))
            {
                return new StopPoint(token + 1, IncludesStop ? text.Length : before, null, (uint)PromptTokenizer.Encode(word)[0]);
            }

            int from = Math.Max(searchFrom, before - longest + 1);
            string tail = text.ToString(from, text.Length - from);
            foreach (string stop in Texts)
            {
                if (tail.IndexOf(stop, StringComparison.Ordinal) is >= 0 and var at)
                {
                    return new StopPoint(token + 1, from + at + (IncludesStop ? stop.Length : 0), stop, null);
                }
            }
        }

        return null;
    }
}
