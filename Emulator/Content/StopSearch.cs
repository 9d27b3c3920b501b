using System.Text;

namespace Emulator.Content;

/// <summary>
/// Finds where an answer stops. As in vLLM's detokenizer: a text is looked for in what each new token adds, once there are more than the least tokens; the answer ends
/// with the token that completes it, and its text before what was found. Until then as many characters are held back as may belong to it.
/// </summary>
internal static class StopSearch
{
    /// <summary>The answer, ended at the first of the order's stops within <paramref name="mostTokens"/>, if there is one.</summary>
    public static Reply Apply(Reply reply, ReplyOrder order, int mostTokens)
    {
        if (order.Stop.Count == 0 && order.StopTokenIds.Count == 0)
        {
            return reply;
        }

        int length = Math.Min(reply.Length, mostTokens);
        StringBuilder text = new();
        List<int> ends = [];
        for (int token = 0; token < length; token++)
        {
            int before = text.Length;
            text.Append(reply.Text.Token(token));
            ends.Add(text.Length);
            if (token + 1 >= order.MinTokens && token != reply.Text.End && order.StopTokenIds.Contains(reply.Text.Id(token)))
            {
                return Ended(reply with { StopToken = reply.Text.Id(token) }, order.IncludesStop ? text.Length : before);
            }

            if (token + 1 > order.MinTokens && Find(text, before, order.Stop) is (int at, string stop))
            {
                return Ended(reply with { StopText = stop }, order.IncludesStop ? at + stop.Length : at);
            }
        }

        return Shown(reply, text.Length);

        Reply Ended(Reply stopped, int visible) => Shown(stopped with { Length = ends.Count }, visible);

        Reply Shown(Reply shown, int visible)
        {
            int heldBack = order.IncludesStop || order.Stop.Count == 0 ? 0 : order.Stop.Max(stop => stop.Length) - 1;
            string whole = text.ToString(0, visible);
            string[] pieces = new string[ends.Count];
            int from = 0;
            for (int i = 0; i < pieces.Length; i++)
            {
                int to = i == pieces.Length - 1 ? visible : Math.Clamp(ends[i] - heldBack, from, visible);
                to = to > from && to < visible && char.IsLowSurrogate(whole[to]) ? to - 1 : to;
                pieces[i] = whole[from..to];
                from = to;
            }

            shown.Text.Show(pieces);
            return shown;
        }
    }

    private static (int At, string Stop)? Find(StringBuilder text, int newFrom, IReadOnlyList<string> stops)
    {
        foreach (string stop in stops)
        {
            int from = Math.Max(0, newFrom - stop.Length + 1);
            int at = text.ToString(from, text.Length - from).IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0)
            {
                return (from + at, stop);
            }
        }

        return null;
    }
}
