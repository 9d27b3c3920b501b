using System.Reflection;
using Emulator.Configuration;

namespace Tests.Unit.Configuration;

public class ServerOptionTableTests
{
    [Fact]
    public void Every_property_has_exactly_one_option_of_its_name()
    {
        IEnumerable<string> properties = typeof(ServerOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => string.Concat(
            property.Name.Select((c, i) => (i > 0 && char.IsUpper(c) ? "-" : "") + char.ToLowerInvariant(c))));

        Assert.Equal(properties.Order(), ServerOptionTable.All.Select(option => option.Name).Order());
    }

    [Fact]
    public void What_an_option_prints_it_reads()
    {
        ServerOptions options = ServerOptions.FromPreset("seed-tp8", Changed);

        foreach (ServerOption option in ServerOptionTable.All)
        {
            Assert.True(option.TrySet(options, option.Print(options), out ServerOptions same), option.Name);
            Assert.Equal(options, same);
        }
    }

    [Fact]
    public void Options_survive_json_except_the_secret_and_the_output_path()
    {
        ServerOptions options = ServerOptions.FromPreset("seed-tp8", Changed);

        string json = options.ToJson();

        Assert.Equal(options with { ApiKey = null, Journal = null }, ServerOptions.FromJson(json));
        Assert.DoesNotContain("swordfish", json, StringComparison.Ordinal);
        Assert.Contains("\"max-num-seqs\":512,\"max-num-batched-tokens\":null,\"budget-policy\":\"study\",\"target-step\":null,\"enable-chunked-prefill\":true", json, StringComparison.Ordinal);
        Assert.Contains("\"request-timeout\":\"1500ms\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_with_an_unknown_key_is_refused()
    {
        Emulator.InvalidConfigurationException problem = Assert.Throws<Emulator.InvalidConfigurationException>(
            () => ServerOptions.FromJson("""{"model":"Llama-3.1-8B","gpu":"H100-SXM","max-num-seq":4}"""));

        Assert.Equal("max-num-seq (options as JSON) is not an option; did you mean max-num-seqs?", problem.Message);
    }

    [Fact]
    public void The_reference_page_is_up_to_date() => Golden.Matches(OptionReference.Markdown(), "docs", "reference", "serve-options.md");

    private static Dictionary<string, string> Changed => new()
    {
        ["api-key"] = "swordfish",
        ["journal"] = "run.journal",
        ["request-timeout"] = "1500ms",
        ["max-model-len"] = "64k",
        ["served-model-name"] = "mine",
        ["num-gpu-blocks-override"] = "100",
        ["time-scale"] = "0.1",
        ["seed"] = "9223372036854775807",
        ["kv-cache-dtype"] = "fp8",
        ["scheduling-policy"] = "priority",
        ["ingest-delay"] = "5ms",
        ["ingest-delay-per-token"] = "1.5us",
        ["latency"] = "ttft=lognormal(200ms,0.3),itl=normal(20ms,2ms)",
    };
}
