namespace Emulator.Scheduling;

/// <summary>
/// The sums over one step's plan that its cost depends on. The scheduler adds each share as it plans it, so that pricing a
/// step does not walk the sequences again.
/// </summary>
/// <remarks>
/// A share of one token of a request that already has output is a decode; every other share is a chunk, also one of one token.
/// Symbols in brackets are those of the cost model's formulas.
/// </remarks>
public struct StepTotals : IEquatable<StepTotals>
{
    /// <summary>Tokens of the attention window that <see cref="WindowedDecodeContext"/> is cut to; 0 = the model has no window.</summary>
    public int Window { get; init; }

    /// <summary>Decode sequences [D].</summary>
    public int Decodes { get; private set; }

    /// <summary>Sum of the decodes' context lengths, in tokens whose KV is read [C].</summary>
    public long DecodeContext { get; private set; }

    /// <summary>Sum of min(context, window) over the decodes [Cw]; equals <see cref="DecodeContext"/> without a window.</summary>
    public long WindowedDecodeContext { get; private set; }

    /// <summary>Prefill chunks.</summary>
    public int Chunks { get; private set; }

    /// <summary>Sum of the chunks' new tokens [sum qi].</summary>
    public int ChunkTokens { get; private set; }

    /// <summary>Sum of the tokens that the chunks found cached or computed before [sum pi].</summary>
    public long ChunkPast { get; private set; }

    /// <summary>Sum of qi·pi.</summary>
    public long ChunkTokensTimesPast { get; private set; }

    /// <summary>Sum of qi².</summary>
    public long ChunkTokensSquared { get; private set; }

    /// <summary>The longest context any chunk reaches [max(qi+pi)].</summary>
    public int LongestChunkContext { get; private set; }

    /// <summary>Sequences that sample a token after this step [S]: decodes, and chunks that finish their prefill.</summary>
    public int Sampling { get; private set; }

    /// <summary>Tokens computed in this step [T].</summary>
    public readonly int Tokens => Decodes + ChunkTokens;

    /// <summary>Sequences in this step [N].</summary>
    public readonly int Sequences => Decodes + Chunks;

    /// <summary>Adds one decode whose KV read spans <paramref name="context"/> tokens: those computed before the step, and its own.</summary>
    public void AddDecode(int context)
    {
        Decodes++;
        Sampling++;
        DecodeContext += context;
        WindowedDecodeContext += Window > 0 ? Math.Min(context, Window) : context;
    }

    /// <summary>Adds <paramref name="decodes"/> decodes with <paramref name="context"/> tokens of context in all, spread evenly.</summary>
    public void AddEqualDecodes(int decodes, long context)
    {
        Decodes += decodes;
        Sampling += decodes;
        DecodeContext += context;
        WindowedDecodeContext += Window > 0 ? Math.Min(context, (long)decodes * Window) : context;
    }

    /// <summary>Adds a prefill chunk of <paramref name="newTokens"/> behind <paramref name="past"/> tokens already in the cache.</summary>
    /// <param name="newTokens">Tokens computed in this step, at least 1.</param>
    /// <param name="past">Tokens of the sequence computed or cached before this step.</param>
    /// <param name="finishes">Whether the prefill is complete after this chunk, so that the sequence samples.</param>
    public void AddChunk(int newTokens, int past, bool finishes)
    {
        Chunks++;
        ChunkTokens += newTokens;
        ChunkPast += past;
        ChunkTokensTimesPast += (long)newTokens * past;
        ChunkTokensSquared += (long)newTokens * newTokens;
        LongestChunkContext = Math.Max(LongestChunkContext, newTokens + past);
        if (finishes)
        {
            Sampling++;
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(StepTotals other) =>
        Window == other.Window && Decodes == other.Decodes && DecodeContext == other.DecodeContext
        && WindowedDecodeContext == other.WindowedDecodeContext && Chunks == other.Chunks && ChunkTokens == other.ChunkTokens
        && ChunkPast == other.ChunkPast && ChunkTokensTimesPast == other.ChunkTokensTimesPast
        && ChunkTokensSquared == other.ChunkTokensSquared && LongestChunkContext == other.LongestChunkContext && Sampling == other.Sampling;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is StepTotals other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Decodes, DecodeContext, Chunks, ChunkTokens, ChunkTokensTimesPast, Sampling);

    /// <summary>Whether all sums agree.</summary>
    public static bool operator ==(StepTotals a, StepTotals b) => a.Equals(b);

    /// <summary>Whether some sum differs.</summary>
    public static bool operator !=(StepTotals a, StepTotals b) => !a.Equals(b);
}
