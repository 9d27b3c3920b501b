using Emulator;
using Emulator.Content;
using Emulator.Models;

namespace Tests.Unit.Configuration;

/// <summary>What refusals quote comes from files and command lines of others.</summary>
public class RefusalTextTests
{
    [Fact]
    public void What_they_quote_cannot_steer_a_terminal() =>
        Assert.Equal("gpu is '\\u001b[31mh100\\u202e'; no.\nmodel is '\\u0000'.", new InvalidConfigurationException("gpu is '\u001b[31mh100\u202e'; no.\nmodel is '\0'.").Message);

    [Fact]
    public void A_wrong_name_as_long_as_a_file_costs_nothing()
    {
        string wrong = new('x', 1_000_000);

        Assert.Null(NearestName.Of(wrong, ["max-num-seqs", "gpu"]));
        Assert.InRange(Allocation.LeastOf(runs: 5, () => NearestName.Of(wrong, ["max-num-seqs", "gpu"])), 0, 1_000);
    }

    [Fact]
    public void Half_a_surrogate_pair_in_a_file_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("content.jsonl", """{"reply": "\ud83d"}""");

        Assert.Contains("this is not one JSON object", Assert.Throws<InvalidConfigurationException>(() => ContentFile.Source(path)).Message, StringComparison.Ordinal);
        Assert.Contains("is not JSON", Assert.Throws<InvalidConfigurationException>(() => ModelCatalogue.Parse("""{"name": "\udc00"}""", "x")).Message, StringComparison.Ordinal);
    }
}
