using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Emulator.Scheduling;

namespace Emulator.SchedulerCases;

/// <summary>Writes what a scheduler did as the fields of a case file, in compact JSON. One buffer serves all fields, one after the other.</summary>
internal sealed class StepText
{
    private readonly ArrayBufferWriter<char> _text = new(1 << 12);
    private readonly Dictionary<string, string> _quoted = [];

    /// <summary>Whether the field that was last written reads so.</summary>
    public bool Reads(string expected) => _text.WrittenSpan.SequenceEqual(expected);

    public override string ToString() => _text.WrittenSpan.ToString();

    public StepText Number(int number) => Begin("").Append(number);

    public StepText Numbers(IEnumerable<int> numbers)
    {
        Begin("[");
        bool isFirst = true;
        foreach (int number in numbers)
        {
            Comma(isFirst).Append(number);
            isFirst = false;
        }

        return End();
    }

    public StepText Ids(IReadOnlyList<Sequence> sequences)
    {
        Begin("[");
        for (int i = 0; i < sequences.Count; i++)
        {
            Comma(i == 0).Append(Quoted(sequences[i].Id));
        }

        return End();
    }

    /// <summary>Rows of an id and a word.</summary>
    public StepText Pairs(IEnumerable<(string Id, string Word)> pairs)
    {
        Begin("[");
        bool isFirst = true;
        foreach ((string id, string word) in pairs)
        {
            Comma(isFirst).Append("[").Append(Quoted(id)).Append(",\"").Append(word).Append("\"]");
            isFirst = false;
        }

        return End();
    }

    public StepText Shares(ReadOnlySpan<StepShare> shares)
    {
        Begin("[");
        for (int i = 0; i < shares.Length; i++)
        {
            StepShare share = shares[i];
            Comma(i == 0).Append("[").Append(Quoted(share.Sequence.Id)).Append(",").Append(share.NewTokens).Append(",").Append(share.ComputedBefore);
            _ = share.Admitted ? Append(",").Append(share.Cached).Append("]") : Append("]");
        }

        return End();
    }

    public StepText Tables(ReadOnlySpan<StepShare> shares)
    {
        Begin("[");
        for (int i = 0; i < shares.Length; i++)
        {
            Comma(i == 0).Append("[").Append(Quoted(shares[i].Sequence.Id)).Append(",[");
            ReadOnlySpan<int> blocks = shares[i].Sequence.Blocks.Ids;
            for (int j = 0; j < blocks.Length; j++)
            {
                Comma(j == 0).Append(blocks[j]);
            }

            Append("]]");
        }

        return End();
    }

    private StepText Begin(string text)
    {
        _text.ResetWrittenCount();
        return Append(text);
    }

    private StepText End() => Append("]");

    private StepText Comma(bool isFirst) => isFirst ? this : Append(",");

    private StepText Append(string text)
    {
        _text.Write(text);
        return this;
    }

    private StepText Append(int number)
    {
        const int mostDigits = 11;
        number.TryFormat(_text.GetSpan(mostDigits), out int written, provider: CultureInfo.InvariantCulture);
        _text.Advance(written);
        return this;
    }

    private string Quoted(string id) => _quoted.TryGetValue(id, out string? quoted) ? quoted : _quoted[id] = JsonSerializer.Serialize(id, CaseFile.Json);
}
