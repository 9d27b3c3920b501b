using System.Text.Json;
using Emulator.Content;

namespace Tests.Unit.Content;

public class SchemaSampleTests
{
    [Theory]
    [InlineData("""{"type":"integer","minimum":3,"maximum":4}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":3,"multipleOf":5}""")]
    public void Whole_numbers_keep_their_bounds(string schema)
    {
        using JsonDocument parsed = JsonDocument.Parse(schema);

        for (ulong seed = 0; seed < 200; seed++)
        {
            long value = long.Parse(SchemaSample.Of(parsed.RootElement, seed), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(schema.Contains("multipleOf", StringComparison.Ordinal) ? value > 3 && value % 5 == 0 : value is 3 or 4, $"seed {seed}: {value}");
        }
    }

    [Fact]
    public void Objects_have_their_properties_and_lists_their_length()
    {
        using JsonDocument schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"enum":["x"]},"b":{"type":"array","minItems":4,"items":{"type":"boolean"}},"c":{"type":"string","maxLength":3}}}""");

        using JsonDocument sample = JsonDocument.Parse(SchemaSample.Of(schema.RootElement, seed: 9));

        Assert.Equal(("x", 4), (sample.RootElement.GetProperty("a").GetString(), sample.RootElement.GetProperty("b").GetArrayLength()));
        Assert.InRange(sample.RootElement.GetProperty("c").GetString()!.Length, 1, 3);
    }

    [Fact]
    public void A_schema_that_refers_to_itself_ends()
    {
        using JsonDocument schema = JsonDocument.Parse("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}}}}}""");

        Assert.NotEmpty(SchemaSample.Of(schema.RootElement, seed: 1));
    }

    [Fact]
    public void The_same_seed_gives_the_same_sample() => Assert.Equal(SchemaSample.Of(default, 5), SchemaSample.Of(default, 5));
}
