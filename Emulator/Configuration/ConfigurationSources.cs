using Emulator.Content;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.Configuration;

/// <summary>Puts the sources of options over one another: flag over environment variable over file over preset over default.</summary>
internal static class ConfigurationSources
{
    /// <summary>Options from all their sources.</summary>
    /// <param name="flags">The command line.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="configFile">Path of a configuration file.</param>
    /// <param name="above">What goes over all of them: what makes one replica differ from the others.</param>
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public static EffectiveConfiguration Resolve(
        IReadOnlyDictionary<string, string> flags, IReadOnlyDictionary<string, string> environment, string? configFile, params ConfigurationLayer[] above)
    {
        string? path = configFile ?? environment.GetValueOrDefault(EnvironmentLayer.ConfigFile);
        ConfigurationLayer[] layers =
        [
            .. above,
            ConfigurationLayer.OfFlags(flags),
            EnvironmentLayer.Of(environment),
            .. path is null ? Array.Empty<ConfigurationLayer>() : [ConfigurationFile.Load(path)],
        ];
        string presetName = layers.Select(layer => layer.Find("preset")?.Text).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))
            ?? ServerOptions.DefaultPreset;
        Preset preset = Preset.Find(presetName);

        ServerOptions options = new();
        Dictionary<string, string> origins = [];
        List<string> problems = [];
        foreach (ConfigurationLayer layer in layers.Append(preset.Values).Append(EnvironmentLayer.OfVllm(environment)).Reverse())
        {
            options = layer.Over(options, origins, problems);
        }

        options = WithDevice(options with { Preset = preset.Name }, preset, origins, problems);
        problems.AddRange(options.Problems(origins));
        problems.AddRange(options.Tokenizer is { } tokenizer && TokenizerFile.WhyNone(tokenizer) is { } why ? [why] : []);
        return problems.Count == 0
            ? new EffectiveConfiguration(options, [.. ServerOptionTable.All.Select(option => Setting(option, options, origins))])
            {
                Warning = WarningOf(options),
                CoverageNote = CoverageNoteOf(options),
                HarmlessFlags = [.. layers.Append(preset.Values).SelectMany(layer => layer.Harmless).Distinct()],
            }
            : throw new InvalidConfigurationException(string.Join('\n', problems));
    }

    // A device file takes the place of the preset's gpu, and is in the user's way where the user named another one.
    private static ServerOptions WithDevice(ServerOptions options, Preset preset, Dictionary<string, string> origins, List<string> problems)
    {
        if (options.Hardware is not { } path)
        {
            return options;
        }

        try
        {
            Gpu device = CatalogueLookup.Gpu(path, options.Gpu);
            bool isGivenBesides = origins.TryGetValue("gpu", out string? origin) && !preset.Values.Values.Any(value => value.Origin == origin);
            if (isGivenBesides && !Names(device, options.Gpu))
            {
                problems.Add($"gpu is '{options.Gpu}' ({origin}), but hardware ({origins["hardware"]}) describes {device.Name}; allowed is one of the two.");
            }

            origins["gpu"] = origins["hardware"];
            return options with { Gpu = device.Name };
        }
        catch (InvalidConfigurationException problem)
        {
            problems.Add(problem.Message);
            return options;
        }
    }

    private static bool Names(Gpu device, string name) => device.Aliases.Append(device.Name).Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? CoverageNoteOf(ServerOptions options) =>
        (options.Hardware is not null || GpuCatalogue.TryFind(options.Gpu, out _)) && (ModelCatalogue.TryFind(options.Model, out _) || Path.Exists(options.Model))
            ? CoverageGap.Describe(Deployment.From(options).NotMeasured)
            : null;

    // Whether the catalogue has the name at all is asked when a server is made of the options.
    private static string? WarningOf(ServerOptions options) => options.Hardware is not null || GpuCatalogue.TryFind(options.Gpu, out _)
        ? GpuCatalogue.Warning(CatalogueLookup.Gpu(options.Hardware, options.Gpu))
        : null;

    private static EffectiveSetting Setting(ServerOption option, ServerOptions options, Dictionary<string, string> origins)
    {
        bool isHidden = option.IsSecret && option.Print(options) != option.AbsentWord;
        return new EffectiveSetting(option.Name, isHidden ? EffectiveSetting.Hidden : option.Print(options), origins.GetValueOrDefault(option.Name, "default"));
    }
}
