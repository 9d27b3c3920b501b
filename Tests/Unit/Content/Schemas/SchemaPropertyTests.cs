using System.Text.Json;
using Emulator.Content.Schemas;
using Json.Schema;

namespace Tests.Unit.Content.Schemas;

/// <summary>Whatever a schema is, there is a sample that fits it, by the judgement of a library of somebody else's, or a sentence that says why not.</summary>
public class SchemaPropertyTests
{
    private const int Seeds = 25;

    private static readonly EvaluationOptions s_strict = new() { RequireFormatValidation = true };

    public static TheoryData<string> Fitting => [.. SchemaRows.Fitting];

    public static TheoryData<string> Refused => [.. SchemaRows.Refused];

    [Theory]
    [MemberData(nameof(Fitting))]
    public void A_sample_fits(string text)
    {
        using JsonDocument schema = JsonDocument.Parse(text);
        JsonSchema judge = JsonSchema.FromText(text);

        for (ulong seed = 0; seed < Seeds; seed++)
        {
            Assert.True(SchemaSample.TryOf(schema.RootElement, seed, out string? sample, out string? problem), problem);
            using JsonDocument value = JsonDocument.Parse(sample);
            Assert.True(judge.Evaluate(value.RootElement, s_strict).IsValid, sample);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_nothing_fits_is_refused(string text)
    {
        using JsonDocument schema = JsonDocument.Parse(text);

        Assert.False(SchemaSample.TryOf(schema.RootElement, 1, out string? sample, out string? problem), sample);
        Assert.NotEqual("", problem);
    }

    // Pairs of all that is here: much of it contradicts itself, and none of it may be answered with what does not fit.
    [Fact]
    public void What_has_to_fit_two_schemas_fits_both_or_is_refused()
    {
        string[] plain = [.. SchemaRows.Fitting.Where(text => !text.Contains("$ref", StringComparison.Ordinal) && !text.Contains("\"unevaluated", StringComparison.Ordinal))];
        int fitting = 0;
        for (int i = 0; i < plain.Length; i++)
        {
            for (int j = i + 1; j < plain.Length; j += 3)
            {
                string text = $$"""{"allOf":[{{plain[i]}},{{plain[j]}}]}""";
                using JsonDocument schema = JsonDocument.Parse(text);
                if (SchemaSample.TryOf(schema.RootElement, (ulong)j, out string? sample, out _))
                {
                    using JsonDocument value = JsonDocument.Parse(sample);
                    Assert.True(JsonSchema.FromText(text).Evaluate(value.RootElement, s_strict).IsValid, $"{text}: {sample}");
                    fitting++;
                }
            }
        }

        Assert.InRange(fitting, 50, 100_000);
    }
}
