using Emulator.KvCache;

namespace Emulator.Scheduling;

/// <summary>The hash chain over a sequence's full blocks, prompt first, then outputs. Computed once, since tokens never change.</summary>
internal sealed class PrefixHashes(Sequence sequence, int blockSize)
{
    private BlockHash[] _hashes = new BlockHash[(sequence.Tokens / blockSize) + 1];
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

    private void Append()
    {
        if (_count == _hashes.Length)
        {
            Array.Resize(ref _hashes, 2 * _hashes.Length);
        }

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
