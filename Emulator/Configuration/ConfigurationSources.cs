namespace Emulator.Configuration;

/// <summary>Puts the sources of options over one another: flag over environment variable over file over preset over default.</summary>
internal static class ConfigurationSources
{
    /// <exception cref="InvalidConfigurationException">All that is wrong, a sentence a line.</exception>
    public static EffectiveConfiguration Resolve(
        IReadOnlyDictionary<string, string> flags, IReadOnlyDictionary<string, string> environment, string? configFile)
    {
        string? path = configFile ?? environment.GetValueOrDefault(EnvironmentLayer.ConfigFile);
        ConfigurationLayer[] layers =
        [
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
        foreach (ConfigurationLayer layer in layers.Append(preset.Values).Reverse())
        {
            options = layer.Over(options, origins, problems);
        }

        options = options with { Preset = preset.Name };
        problems.AddRange(options.Problems(origins));
        return problems.Count == 0
            ? new EffectiveConfiguration(options, [.. ServerOptionTable.All.Select(option => Setting(option, options, origins))])
            : throw new InvalidConfigurationException(string.Join('\n', problems));
    }

    private static EffectiveSetting Setting(ServerOption option, ServerOptions options, Dictionary<string, string> origins)
    {
        bool isHidden = option.IsSecret && option.Print(options) != option.AbsentWord;
        return new EffectiveSetting(option.Name, isHidden ? EffectiveSetting.Hidden : option.Print(options), origins.GetValueOrDefault(option.Name, "default"));
    }
}
