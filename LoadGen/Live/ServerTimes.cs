using Inference.V1;

namespace LoadGen.Live;

/// <summary>A completed request's times inside the server, model time, from its receipt: no network, no host lateness.</summary>
/// <param name="Ttft">Receipt to first token.</param>
/// <param name="Tpot">First to last token, by the tokens after the first; null for a single token.</param>
/// <param name="E2e">Receipt to last token.</param>
public sealed record ServerTimes(TimeSpan Ttft, TimeSpan? Tpot, TimeSpan E2e)
{
    internal static ServerTimes? Of(CompletionChunk? last, int tokens)
    {
        if (last?.Timing is not { } timing)
        {
            return null;
        }

        TimeSpan ttft = timing.Queue.ToTimeSpan() + timing.Prefill.ToTimeSpan();
        TimeSpan decode = timing.Decode.ToTimeSpan();
        return new ServerTimes(ttft, tokens > 1 ? decode / (tokens - 1) : null, ttft + decode);
    }
}
