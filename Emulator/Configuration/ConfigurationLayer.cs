using Emulator.Configuration.VllmFlags;

namespace Emulator.Configuration;

/// <summary>The values of one source.</summary>
/// <param name="Values">In the order in which they stand there.</param>
/// <param name="Spell">How this source spells an option's name.</param>
internal sealed record ConfigurationLayer(IReadOnlyList<GivenValue> Values, Func<string, string> Spell)
{
    /// <summary>What the command line gives, or a dictionary that stands for it.</summary>
    public static ConfigurationLayer OfFlags(IReadOnlyDictionary<string, string> flags) =>
        new([.. flags.Select(flag => new GivenValue(flag.Key, flag.Value, SpellFlag(flag.Key), $"flag {SpellFlag(flag.Key)}"))], SpellFlag);

    /// <summary>The value of the option with this name, or null where this source gives none.</summary>
    public GivenValue? Find(string name) => Values.FirstOrDefault(given => ServerOptionTable.Find(given.Key)?.Name == name);

    /// <summary>The flags of vLLM given here that change nothing, by name.</summary>
    public IEnumerable<string> Harmless =>
        Values.Select(given => VllmFlagTable.FindForeign(given.Key)).OfType<VllmFlag>().Where(flag => flag.Treatment == FlagTreatment.Harmless).Select(flag => flag.Name);

    /// <summary>Puts this source's values over those of <paramref name="options"/>, notes where each came from, and what was wrong.</summary>
    public ServerOptions Over(ServerOptions options, Dictionary<string, string> origins, List<string> problems)
    {
        HashSet<string> seen = [];
        foreach (GivenValue given in Values)
        {
            if (VllmFlagTable.FindForeign(given.Key) is { } flag)
            {
                problems.AddRange(flag.Problem(given.Text, given.Origin) is { } problem ? [problem] : []);
            }
            else if (ServerOptionTable.Find(given.Key) is not ServerOption option)
            {
                problems.Add($"{given.Place} is not an option{NearestName.Hint(given.Key, ServerOptionTable.Names.Concat(VllmFlagTable.All.Select(known => known.Name)), Spell)}");
            }
            else if (!seen.Add(option.Name))
            {
                problems.Add($"{given.Place} gives {option.Name} a second time; allowed is one value.");
            }
            else if ((given.Text ?? option.AbsentWord) is string text && option.TrySet(options, text, out ServerOptions changed))
            {
                options = changed;
                origins[option.Name] = given.Origin;
            }
            else
            {
                string value = option.IsSecret ? "not usable" : $"'{given.Text}'";
                problems.Add($"{option.Name} is {value} ({given.Origin}); allowed are {option.Allowed}.");
            }
        }

        return options;
    }

    private static string SpellFlag(string name) => $"--{name}";
}
