namespace Emulator.Content;

/// <summary>Writes answers. The same order and seed give the same answer.</summary>
/// <param name="tokenizer">Whose tokens they are made of.</param>
/// <param name="source">Where texts come from that a request does not bring itself.</param>
internal sealed class ReplyWriter(PromptTokenizer tokenizer, ContentSource source)
{
    /// <summary>Whose tokens answers are made of.</summary>
    public PromptTokenizer Tokenizer => tokenizer;

    /// <summary>The answer to a request.</summary>
    /// <param name="order">What it is to be like.</param>
    /// <param name="seed">Decides what the order leaves open.</param>
    /// <param name="mostTokens">Tokens after which the request ends in any case.</param>
    public Reply Write(ReplyOrder order, ulong seed, int mostTokens)
    {
        TextPiece[] given = (order.Text ?? source.TextFor(order.Said, seed)) is { } text ? tokenizer.Pieces(text) : [];
        int length = order.IgnoreEos ? int.MaxValue
            : Math.Max(order.MinTokens, order.OutputTokens ?? (given.Length > 0 ? given.Length + 1 : AnswerLength.Draw(seed)));
        ReplyText reply = new(tokenizer, new SyntheticProse(seed), given, order.IgnoreEos ? int.MaxValue : length - 1);
        return StopSearch.Apply(new Reply(reply, length), order, mostTokens);
    }
}
