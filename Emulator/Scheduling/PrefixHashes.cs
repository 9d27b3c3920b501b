using System.Buffers;
using Emulator.KvCache;

namespace Emulator.Scheduling;

/// <summary>The hash chain over a sequence's full blocks, prompt first, then outputs. Computed once, since tokens never change.</summary>
internal sealed class PrefixHashes(Sequence sequence, int blockSize)
{
    // As long as it can get. Like block tables these come and go with requests, and so are pooled.
    private readonly BlockHash[] _hashes = ArrayPool<BlockHash>.Shared.Rent((sequence.TokensAtEnd / blockSize) + 1);
    private readonly ulong _outputStart = sequence.OutputStart ?? TokenRun.OfPart("out:" + sequence.Id, 1).First;
    private TokenSequence.RunPlace _place;
    private int _count;

    /// <summary>Hash of block <paramref name="index"/>, all of whose tokens are known.</summary>
    public ref readonly BlockHash this[int index]
    {
        get
        {
            while (_count <= index)
            {
                Append();
            }

            return ref _hashes[index];
        }
    }

    /// <summary>Gives the memory back: for a sequence that has ended.</summary>
    public void Free() => ArrayPool<BlockHash>.Shared.Return(_hashes);

    private void Append()
    {
        BlockHasher hasher = new(_count == 0 ? BlockHash.RootOf(sequence.CacheSalt) : _hashes[_count - 1]);
        int from = _count * blockSize;
        int inPrompt = Math.Clamp(sequence.Prompt.Length - from, 0, blockSize);
        sequence.Prompt.MixInto(ref hasher, from, inPrompt, ref _place);
        if (inPrompt < blockSize)
        {
            int fromOutput = from + inPrompt - sequence.Prompt.Length;
            hasher.Mix(_outputStart + (ulong)fromOutput, blockSize - inPrompt);
        }

        _hashes[_count++] = hasher.Close();
    }
}
