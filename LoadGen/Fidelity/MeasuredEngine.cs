using Emulator;

namespace LoadGen.Fidelity;

/// <summary>Engines whose settings are known, by the beginning of their names: a version may follow.</summary>
internal static class MeasuredEngine
{
    private static readonly (string Name, Func<Deployment, EngineSettings> Settings)[] Known = [("vllm", VllmSettings.For), ("trtllm", TensorRtLlmSettings.For)];

    /// <summary>The settings of the engine that <paramref name="deployment"/> names.</summary>
    /// <exception cref="InvalidConfigurationException">The engine is unknown, or the model does not fit.</exception>
    public static EngineSettings SettingsOf(Deployment deployment)
    {
        foreach ((string name, Func<Deployment, EngineSettings> settings) in Known)
        {
            if (deployment.Engine == name || deployment.Engine.StartsWith(name + "-", StringComparison.Ordinal))
            {
                return settings(deployment);
            }
        }

        string names = string.Join(" and ", Known.Select(engine => engine.Name));
        throw new InvalidConfigurationException($"engine is '{deployment.Engine}', whose settings are not known; allowed are {names}, with a version after a dash.");
    }
}
