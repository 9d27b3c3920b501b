using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulator.Scheduling;

namespace Emulator.SchedulerCases;

/// <summary>Writes what a scheduler did as the fields of a case file, in compact JSON. One buffer serves all fields, one after the other.</summary>
internal sealed class StepText
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _quoted = [];

    /// <summary>Whether the field that was last written reads so.</summary>
    public bool Reads(string expected) => _text.Equals(expected);

    public override string ToString() => _text.ToString();

    public StepText Number(int number) => Begin(number.ToString(CultureInfo.InvariantCulture));

    public StepText Numbers(IEnumerable<int> numbers)
    {
        Begin("[");
        int i = 0;
        foreach (int number in numbers)
        {
            Comma(i++).Append(number);
        }

        return End();
    }

    public StepText Ids(IReadOnlyList<Sequence> sequences)
    {
        Begin("[");
        for (int i = 0; i < sequences.Count; i++)
        {
            Comma(i).Append(Quoted(sequences[i].Id));
        }

        return End();
    }

    /// <summary>Rows of an id and a word.</summary>
    public StepText Pairs(IEnumerable<(string Id, string Word)> pairs)
    {
        Begin("[");
        int i = 0;
        foreach ((string id, string word) in pairs)
        {
            Comma(i++).Append('[').Append(Quoted(id)).Append(",\"").Append(word).Append("\"]");
        }

        return End();
    }

    public StepText Shares(ReadOnlySpan<StepShare> shares)
    {
        Begin("[");
        for (int i = 0; i < shares.Length; i++)
        {
            StepShare share = shares[i];
            Comma(i).Append('[').Append(Quoted(share.Sequence.Id)).Append(',').Append(share.NewTokens).Append(',').Append(share.ComputedBefore);
            _ = share.Admitted ? _text.Append(',').Append(share.Cached).Append(']') : _text.Append(']');
        }

        return End();
    }

    public StepText Tables(ReadOnlySpan<StepShare> shares)
    {
        Begin("[");
        for (int i = 0; i < shares.Length; i++)
        {
            Comma(i).Append('[').Append(Quoted(shares[i].Sequence.Id)).Append(",[");
            ReadOnlySpan<int> blocks = shares[i].Sequence.Blocks.Ids;
            for (int j = 0; j < blocks.Length; j++)
            {
                Comma(j).Append(blocks[j]);
            }

            _text.Append("]]");
        }

        return End();
    }

    private StepText Begin(string text)
    {
        _text.Clear().Append(text);
        return this;
    }

    private StepText End()
    {
        _text.Append(']');
        return this;
    }

    private StringBuilder Comma(int index) => index > 0 ? _text.Append(',') : _text;

    private string Quoted(string id) => _quoted.TryGetValue(id, out string? quoted) ? quoted : _quoted[id] = JsonSerializer.Serialize(id, CaseFile.Json);
}
