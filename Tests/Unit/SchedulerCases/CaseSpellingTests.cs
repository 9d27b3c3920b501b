using System.Text;
using System.Text.Json;
using Emulator.SchedulerCases;

namespace Tests.Unit.SchedulerCases;

/// <summary>However a case spells its lists: the same values are the same case.</summary>
public sealed class CaseSpellingTests : IDisposable
{
    private const int LettersAtOnce = 128;

    private readonly TemporaryFolder _folder = new();

    /// <summary>All that one UTF-16 unit says, without the halves of pairs, and then some pairs.</summary>
    public static TheoryData<int> Ranges() => [.. Enumerable.Range(0, 0x10000 / LettersAtOnce).Select(range => range * LettersAtOnce).Where(first => first is < 0xD800 or > 0xDFFF), 0x1F600, 0x10FF80];

    [Theory]
    [MemberData(nameof(Ranges))]
    public void An_id_of_any_letters_may_be_spelt_raw_or_escaped(int first)
    {
        StringBuilder raw = new();
        StringBuilder escaped = new();
        foreach (int letter in Enumerable.Range(first, LettersAtOnce))
        {
            string text = char.ConvertFromUtf32(letter);
            string escape = string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"));
            escaped.Append(escape);
            raw.Append(letter is < ' ' or '"' or '\\' ? escape : text);
        }

        Assert.Empty(Differences(SmallCase.Text.Replace("\"a\"", $"\"{raw}\"", StringComparison.Ordinal)));
        Assert.Empty(Differences(SmallCase.Text.Replace("\"a\"", $"\"{escaped}\"", StringComparison.Ordinal)));
        Assert.Empty(Differences(JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(SmallCase.Text.Replace("\"a\"", $"\"{raw}\"", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("steps.0.free", "[7.0, 7e0]")]
    [InlineData("steps.0.free", "[0.7E+1,70e-1]")]
    [InlineData("steps.1.scheduled", "[ [\"a\" ,1.0,3],\t[\"b\",1,-0,0.00]\n]")]
    [InlineData("steps.2.free_queue", "[1,2.0,3,4,5,6,7,8]")]
    public void A_whole_number_may_be_spelt_with_a_fraction_or_an_exponent(string key, string spelt) => Assert.Empty(Differences(SmallCase.WithRaw(key, spelt)));

    [Theory]
    [InlineData("[7,7.5]")]
    [InlineData("[7,1e400]")]
    [InlineData("[7,\"7\"]")]
    [InlineData("[7,null]")]
    [InlineData("[7,{\"a\":7}]")]
    public void Another_value_is_a_difference(string value) =>
        Assert.Equal([new CaseDifference("small", 0, "free", value, "[7,7]")], Differences(SmallCase.WithRaw("steps.0.free", value)));

    [Fact]
    public void Blanks_within_an_id_count()
    {
        string spaced = SmallCase.Text.Replace("\"a\"", "\"a b\"", StringComparison.Ordinal);

        Assert.Empty(Differences(spaced));
        Assert.NotEmpty(Differences(spaced.Replace("[[\"a b\", [1]]]", "[[\"ab\", [1]]]", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<CaseDifference> Differences(string text) => CaseReplay.Run(CaseFile.Read(_folder.Write("case.json", text)));
}
