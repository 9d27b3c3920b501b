using System.Text.Json;
using Emulator.Content.Schemas;

namespace Tests.Unit.Content.Schemas;

public class SchemaSampleTests
{
    [Theory]
    [InlineData("""{"type":"integer","minimum":3,"maximum":4}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":3,"multipleOf":5}""")]
    public void Whole_numbers_keep_their_bounds(string schema)
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            long value = SampleOf(schema, seed).GetInt64();
            Assert.True(schema.Contains("multipleOf", StringComparison.Ordinal) ? value > 3 && value % 5 == 0 : value is 3 or 4, $"seed {seed}: {value}");
        }
    }

    [Fact]
    public void Objects_have_their_properties_and_lists_their_length()
    {
        JsonElement sample = SampleOf(
            """{"type":"object","properties":{"a":{"enum":["x"]},"b":{"type":"array","minItems":4,"items":{"type":"boolean"}},"c":{"type":"string","maxLength":3}}}""", seed: 9);

        Assert.Equal(("x", 4), (sample.GetProperty("a").GetString(), sample.GetProperty("b").GetArrayLength()));
        Assert.InRange(sample.GetProperty("c").GetString()!.Length, 1, 3);
    }

    [Fact]
    public void A_schema_that_refers_to_itself_ends() => Assert.Equal(
        JsonValueKind.Object,
        SampleOf("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}}}}}""", seed: 1).ValueKind);

    [Fact]
    public void The_same_seed_gives_the_same_sample()
    {
        const string schema = """{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"string","pattern":"^[a-z]{3,9}$"}}}""";

        Assert.Equal(SampleOf(schema, 5).GetRawText(), SampleOf(schema, 5).GetRawText());
        Assert.Equal(SchemaSample.Any(5), SchemaSample.Any(5));
    }

    [Theory]
    [InlineData("[0-9]{3}-[0-9]{4}")]
    [InlineData("yes|no|perhaps (so|not)")]
    [InlineData(@"\d+\.\d{2}€?")]
    [InlineData(@"^(?:[A-Z][a-z]*\s){2}(?<last>[^a-z\d]+)$")]
    [InlineData("a*b+c?d{2,}")]
    [InlineData(@"\u0041\x42[\w.-]+@\w+\.(com|org)")]
    public void A_text_matches_its_pattern_as_a_whole(string pattern)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            Assert.Matches($@"\A(?:{pattern})\z", SchemaSample.OfPattern(pattern, seed));
        }
    }

    [Theory]
    [InlineData("(a")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)b")]
    [InlineData("a$b")]
    [InlineData("[a-")]
    public void What_no_text_is_found_for_has_none(string pattern) => Assert.Null(SchemaSample.OfPattern(pattern, 1));

    [Fact]
    public void Parentheses_without_end_are_no_reason_to_fail()
    {
        string deep = new string('(', 5_000) + new string(')', 5_000);

        Assert.Null(SchemaSample.OfPattern(deep, 1));
        Assert.Null(SchemaSample.OfPattern("((a{1000}){1000}){1000}", 1));
    }

    [Fact]
    public void What_is_hopeless_at_every_turn_is_given_up()
    {
        string schema = """{"type":"integer","minimum":1,"maximum":0}""";
        for (int i = 0; i < 14; i++)
        {
            schema = $$"""{"anyOf":[{"type":"object","properties":{"a":{{schema}}},"required":["a"]},{"type":"array","items":{"const":1},"minItems":1,"maxItems":0}]}""";
        }

        using JsonDocument parsed = JsonDocument.Parse(schema);

        Assert.False(SchemaSample.TryOf(parsed.RootElement, 1, out _, out string? problem));
        Assert.Equal("no value was found that fits the schema", problem);
    }

    private static JsonElement SampleOf(string schema, ulong seed)
    {
        using JsonDocument parsed = JsonDocument.Parse(schema);
        Assert.True(SchemaSample.TryOf(parsed.RootElement, seed, out string? sample, out string? problem), problem);
        return JsonDocument.Parse(sample).RootElement;
    }
}
