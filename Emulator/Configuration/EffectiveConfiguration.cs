using System.Text;
using Emulator.Configuration.Behaviour;

namespace Emulator.Configuration;

/// <summary>Options that are free of problems, and where each value came from.</summary>
/// <param name="Options">The values.</param>
/// <param name="Settings">The values as text, with their origins, in the order of <c>serve --help</c>.</param>
public sealed record EffectiveConfiguration(ServerOptions Options, IReadOnlyList<EffectiveSetting> Settings)
{
    /// <summary>What the user should know of the device, in one sentence; null of a calibrated one.</summary>
    public string? Warning { get; init; }

    /// <summary>What of the deployment nobody measured on the device, in one line; null if there is nothing to tell.</summary>
    public string? CoverageNote { get; init; }

    /// <summary>Flags of vLLM that were given and change nothing here.</summary>
    public IReadOnlyList<string> HarmlessFlags { get; init; } = [];

    /// <summary>The same in one sentence; null if there are none.</summary>
    public string? HarmlessNote => HarmlessFlags.Count == 0 ? null : $"Taken from vLLM's command line and without effect here: {string.Join(", ", HarmlessFlags.Select(name => $"--{name}"))}.";

    /// <summary>
    /// All options as YAML, each with its origin as a comment: what <c>--print-config</c> shows, and <c>--config</c> reads. A secret is
    /// a comment itself, and so are the warning and the note.
    /// </summary>
    public string ToYaml()
    {
        StringBuilder yaml = new();
        yaml.Append(Warning is null ? "" : $"# {Warning}\n");
        yaml.Append(CoverageNote is null ? "" : $"# {CoverageNote}\n");
        string[] lines = [.. Settings.Select(Line)];
        int width = lines.Max(line => line.Length);
        foreach ((string line, EffectiveSetting setting) in lines.Zip(Settings))
        {
            yaml.Append(line.PadRight(width)).Append("  # ").Append(setting.Origin).Append('\n');
        }

        return yaml.Append('\n').Append(BehaviourTable.ToYamlComment(Options.BehaveAs)).ToString();
    }

    private static string Line(EffectiveSetting setting) => setting.Value == EffectiveSetting.Hidden
        ? $"# {setting.Key}: {setting.Value}"
        : $"{setting.Key}: {(IsPlain(setting.Value) ? setting.Value : $"'{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'")}";

    private static bool IsPlain(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-') && value[0] != '-' && value != "null";
}
