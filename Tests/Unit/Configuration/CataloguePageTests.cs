using System.Text.RegularExpressions;
using Emulator;
using Emulator.Hardware;
using Emulator.Models;

namespace Tests.Unit.Configuration;

/// <summary>The page about catalogue files says what the code does: its examples are read, and its lists are whole.</summary>
public sealed partial class CataloguePageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "reference", "catalogues.md"));
    private static readonly string[] s_examples = [.. Example().Matches(s_page).Select(match => match.Groups["json"].Value)];

    [Fact]
    public void Its_textbook_device_is_one()
    {
        Gpu gpu = GpuCatalogue.Parse(s_examples[0], "textbook.json");

        Assert.Equal(("Textbook-80GB", false), (gpu.Name, gpu.Calibrated));
        Assert.Contains($"# {GpuCatalogue.Warning(gpu)}\n", s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_config_json_is_the_model_that_it_shows() =>
        Assert.Equal(s_examples[2].TrimEnd(), CatalogueFile.Write(ModelCatalogue.Parse(s_examples[1], "Phi-3-mini/config.json", "Phi-3-mini")).ReplaceLineEndings("\n"));

    [Fact]
    public void It_names_every_family() => Assert.All(
        HuggingFaceFamily.All.Select(family => family.ModelType),
        name => Assert.Contains($"`{name}`", s_page, StringComparison.Ordinal));

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
