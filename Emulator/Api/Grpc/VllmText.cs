using System.Text;
using Emulator.Content;

namespace Emulator.Api.Grpc;

/// <summary>The text of an answer as vLLM sends it: what ends the answer is left out, and while a text may turn out to be that, it is held back.</summary>
/// <param name="prose">The text of all tokens.</param>
/// <param name="rule">What ends it.</param>
/// <param name="stop">Where; null = nowhere.</param>
internal sealed class VllmText(SyntheticProse prose, StopRule rule, StopPoint? stop)
{
    private readonly StringBuilder? _seen = rule.Texts.Count > 0 ? new StringBuilder() : null;
    private int _sent;

    /// <summary>The text that can be sent now.</summary>
    /// <param name="span">The tokens that have come; each call's begin where the last one's ended.</param>
    /// <param name="stopped">Whether the answer ended with them, and not at its limit.</param>
    public string Next(TokenSpan span, bool stopped)
    {
        // A token that ends the answer, be it the model's own, has no text for the client.
        bool endsInToken = stopped && stop?.Text is null && !(stop is not null && rule.IncludesStop);
        string text = prose.Text(span.First, span.Count - (endsInToken ? 1 : 0));
        if (_seen is null)
        {
            return text;
        }

        _seen.Append(text);
        int visible = !span.IsLast ? Math.Max(_sent, _seen.Length - rule.HeldBack) : stopped && stop is { Text: not null, TextLength: var end } ? end : _seen.Length;
        string next = _seen.ToString(_sent, visible - _sent);
        _sent = visible;
        return next;
    }
}
