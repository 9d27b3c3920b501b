using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Emulator;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.Hardware;

/// <summary>The published JSON schemas and the records know the same keys, and every entry that ships is as they say.</summary>
public sealed class CatalogueSchemaTests
{
    private static readonly JsonObject s_hardware = SchemaOf("hardware.schema.json");
    private static readonly JsonObject s_model = SchemaOf("model.schema.json");

    public static TheoryData<string, Type> HardwareDefinitions { get; } = new()
    {
        { "", typeof(Gpu) },
        { "interconnect", typeof(Interconnect) },
        { "coefficientSet", typeof(CoefficientSet) },
        { "roofline", typeof(Roofline) },
        { "linear", typeof(LinearCoefficients) },
        { "decodeAttention", typeof(DecodeAttentionCoefficients) },
        { "prefillAttention", typeof(PrefillAttentionCoefficients) },
        { "mixtureOfExperts", typeof(MixtureOfExpertsCoefficients) },
        { "elementwise", typeof(ElementwiseCoefficients) },
        { "allReduce", typeof(AllReduceCoefficients) },
        { "fit", typeof(FitQuality) },
        { "measuredRange", typeof(MeasuredRange) },
        { "host", typeof(HostOverhead) },
    };

    [Theory]
    [MemberData(nameof(HardwareDefinitions))]
    public void The_schema_of_devices_has_the_keys_of_the_record(string definition, Type record) => HasKeysOf(s_hardware, definition, record);

    [Fact]
    public void The_schema_of_models_has_the_keys_of_the_record() => HasKeysOf(s_model, "", typeof(Transformer));

    [Theory]
    [InlineData("Hardware")]
    [InlineData("Models")]
    public void Every_entry_that_ships_is_as_its_schema_says_and_names_its_sources(string folder)
    {
        JsonShape shape = new(folder == "Hardware" ? s_hardware : s_model);
        (string Origin, string Json)[] entries = [.. CatalogueFile.EmbeddedIn(folder)];

        Assert.NotEmpty(entries);
        Assert.All(entries, entry =>
        {
            JsonObject root = JsonNode.Parse(entry.Json)!.AsObject();
            Assert.Empty(shape.Problems(root));
            string[] sources = folder == "Hardware" ? ["datasheet", "source", "note"] : ["source"];
            Assert.All(sources, key => Assert.False(string.IsNullOrWhiteSpace(root[key]!.GetValue<string>()), $"{entry.Origin} has no {key}"));
            Assert.False(root["coefficients"] is JsonObject own && string.IsNullOrWhiteSpace(own["source"]!.GetValue<string>()), $"{entry.Origin} has coefficients without a source");
        });
    }

    [Theory]
    [InlineData("H100-SXM")]
    [InlineData("H200-SXM")]
    [InlineData("GH200-576")]
    public void What_hardware_show_prints_is_as_the_schema_says(string name) =>
        Assert.Empty(new JsonShape(s_hardware).Problems(JsonNode.Parse(CatalogueFile.Write(GpuCatalogue.Find(name)))));

    [Fact]
    public void A_roofline_is_one_of_the_three_forms_of_coefficients()
    {
        JsonObject root = JsonNode.Parse(CatalogueFile.Write(GpuCatalogue.Find("GH200-576")))!.AsObject();
        root["coefficients"] = JsonNode.Parse("""{ "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": 0.8, "linkLatencyMicroseconds": 1 } }""");
        Assert.Empty(new JsonShape(s_hardware).Problems(root));

        root["coefficients"] = JsonNode.Parse("""{ "roofline": { "computeUtilization": 0.5 } }""");
        Assert.NotEmpty(new JsonShape(s_hardware).Problems(root));
    }

    [Theory]
    [InlineData("bytesPerSecond", "0")]
    [InlineData("memoryBytes", "1.5")]
    [InlineData("name", "\"\"")]
    [InlineData("calibrated", "null")]
    [InlineData("colour", "\"green\"")]
    public void The_schema_refuses_what_the_reader_refuses(string key, string value)
    {
        JsonObject root = JsonNode.Parse(CatalogueFile.Write(GpuCatalogue.Find("H100")))!.AsObject();
        root[key] = JsonNode.Parse(value);

        Assert.NotEmpty(new JsonShape(s_hardware).Problems(root));
        Assert.Throws<InvalidConfigurationException>(() => GpuCatalogue.Parse(root.ToJsonString(), "mine.json"));
    }

    private static void HasKeysOf(JsonObject schema, string definition, Type record)
    {
        JsonObject described = definition.Length == 0 ? schema : schema["$defs"]![definition]!.AsObject();
        JsonPropertyInfo[] keys = [.. CatalogueShape.KeysOf(record)];

        Assert.Equal(
            keys.Select(key => key.Name).Order(StringComparer.Ordinal),
            described["properties"]!.AsObject().Select(property => property.Key).Where(key => key != CatalogueFile.SchemaKey).Order(StringComparer.Ordinal));
        Assert.Equal(RequiredOf(record).Order(StringComparer.Ordinal), described["required"]!.AsArray().Select(key => key!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.False(described["additionalProperties"]!.GetValue<bool>());
        Assert.All(described["properties"]!.AsObject(), property => Assert.False(string.IsNullOrWhiteSpace(property.Value!["description"]?.GetValue<string>()), $"{definition}.{property.Key} is not described"));
    }

    // As the language has it: required properties, and parameters without a default.
    private static IEnumerable<string> RequiredOf(Type record) => record.GetProperties()
        .Where(property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))
            || record.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.Name == property.Name && !parameter.HasDefaultValue))
        .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

    private static JsonObject SchemaOf(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", file)))!.AsObject();
}
