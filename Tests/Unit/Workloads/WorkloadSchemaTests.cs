using System.Text.Json;
using Emulator;
using LoadGen.Workloads;

namespace Tests.Unit.Workloads;

/// <summary>The published JSON schema and the reader know the same keys.</summary>
public sealed class WorkloadSchemaTests
{
    private const string Nonsense = "zzzzzzzzzzzzzzz";
    private const string Profile = "name: a, rate: 1, output_tokens: 1";

    [Theory]
    [InlineData("", "profiles: []\nKEY: 1")]
    [InlineData("profile", "profiles: [{ " + Profile + ", prompt_tokens: 1, KEY: 1 }]")]
    [InlineData("conversation", "profiles: [{ " + Profile + ", prompt_tokens: 1, conversation: { open: 1, continue: 1, think: 1, KEY: 1 } }]")]
    [InlineData("distribution", "profiles: [{ " + Profile + ", prompt_tokens: { KEY: 1 } }]")]
    [InlineData("uniform", "profiles: [{ " + Profile + ", prompt_tokens: { uniform: { min: 1, max: 2, KEY: 1 } } }]")]
    [InlineData("exponential", "profiles: [{ " + Profile + ", prompt_tokens: { exponential: { mean: 1, KEY: 1 } } }]")]
    [InlineData("lognormal", "profiles: [{ " + Profile + ", prompt_tokens: { lognormal: { KEY: 1 } } }]")]
    public void The_schema_lists_the_keys_that_the_reader_allows(string definition, string yaml)
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Workload.Parse(yaml.Replace("KEY", Nonsense, StringComparison.Ordinal), "w.yaml"));
        string[] allowed = problem.Message[(problem.Message.IndexOf("allowed are ", StringComparison.Ordinal) + "allowed are ".Length)..].TrimEnd('.').Split(", ");
        Assert.Equal(Properties(definition).Order(), allowed.Order());
    }

    private static IEnumerable<string> Properties(string definition)
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "workload.schema.json")));
        JsonElement element = definition.Length == 0 ? schema.RootElement : schema.RootElement.GetProperty("$defs").GetProperty(definition);
        return [.. element.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
    }
}
