using System.CommandLine;
using Emulator;
using Emulator.Configuration;

namespace LoadGen.Cli;

/// <summary>Options that say which emulated server a verb runs: a preset, and changes to it.</summary>
internal static class PresetOptions
{
    /// <summary>The preset: its name, or a file.</summary>
    /// <param name="otherwise">Taken where none is given; null = one must be.</param>
    public static Option<string> Preset(string? otherwise = null)
    {
        Option<string> preset = new("--preset", "-p") { Description = "The emulated server: a preset's name, or a preset file.", HelpName = "NAME|FILE", Required = otherwise is null };
        if (otherwise is not null)
        {
            preset.DefaultValueFactory = _ => otherwise;
        }

        return preset;
    }

    /// <summary>Changes to a preset, <c>KEY=VALUE</c> with the names of <c>emulator serve</c>.</summary>
    public static Option<string[]> Changes() => new("--set")
    {
        Description = "Changes an option of the preset, by its name in 'emulator serve': --set max-num-seqs=64. May be repeated.",
        HelpName = "OPTION=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Leaves out the simulations at both ends of the cost model's interval.</summary>
    public static Option<bool> NoIntervals() => new("--no-intervals")
    {
        Description = "No error bars: nothing is simulated again at both ends of the cost model's 90 % interval, which takes three times as long.",
    };

    /// <summary>The preset with its changes.</summary>
    /// <exception cref="InvalidConfigurationException">The preset is unknown, or a change is wrong.</exception>
    public static EngineSetup Setup(string preset, IEnumerable<string> changes) =>
        EngineSetup.From(ServerOptions.FromPreset(preset, Read(changes)));

    /// <summary>Changes by option name.</summary>
    /// <exception cref="InvalidConfigurationException">One is no change.</exception>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string> changes)
    {
        Dictionary<string, string> overrides = [];
        foreach (string change in changes)
        {
            string[] sides = change.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2)
            {
                throw new InvalidConfigurationException($"--set is '{change}'; allowed are changes such as max-num-seqs=64.");
            }

            if (!ServerOptions.Knows(sides[0]))
            {
                throw new InvalidConfigurationException($"--set names '{sides[0]}', which is no option of 'emulator serve'{NearestName.Hint(sides[0], ServerOptions.Names)}");
            }

            overrides[sides[0]] = sides[1];
        }

        return overrides;
    }
}
