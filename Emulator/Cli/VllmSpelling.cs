using System.Text.Json.Nodes;
using Emulator.Configuration;
using Emulator.Configuration.VllmFlags;

namespace Emulator.Cli;

/// <summary>
/// A command line as vLLM's parser would take it, spelled as this one's has it: dashes for underscores, <c>--speculative-config.method ngram</c> as one JSON
/// object, <c>-O3</c>, and a switch that never takes the model behind it for its value.
/// </summary>
internal static class VllmSpelling
{
    // Deeper than any configuration of vLLM's; what is deeper is no flag.
    private const int MostDepth = 16;

    /// <summary>Behind it nothing is an option.</summary>
    public const string EndOfOptions = "--";

    /// <summary>The one flag whose value may follow its letter at once.</summary>
    public const string OptimizationLevel = "-O";

    private static readonly string[] s_truths = ["true", "false", "on", "off", "yes", "no", "1", "0"];

    /// <summary>The same line in this one's spelling.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> args)
    {
        List<string> spelled = [];
        Dictionary<string, (int Place, JsonObject Object)> nested = [];
        for (int i = 0; i < args.Count; i++)
        {
            string[] sides = args[i].Split('=', 2);
            string? next = i + 1 < args.Count ? args[i + 1] : null;
            (string name, string path) = NameAndPath(sides[0]);
            if (args[i] == EndOfOptions)
            {
                spelled.AddRange(args.Skip(i));
                break;
            }

            if (args[i].StartsWith(OptimizationLevel, StringComparison.Ordinal))
            {
                bool isApart = args[i].Length == 2 && next is not null;
                spelled.Add($"--optimization-level={(isApart ? next : args[i][2..].TrimStart('='))}");
                i += isApart ? 1 : 0;
            }
            else if (path.Length > 0 && path.Count(letter => letter == '.') < MostDepth && IsKnown(name))
            {
                string? value = sides.Length > 1 ? sides[1] : next;
                i += sides.Length > 1 || value is null ? 0 : 1;
                if (!nested.TryGetValue(name, out (int Place, JsonObject Object) whole))
                {
                    nested[name] = whole = (spelled.Count, []);
                    spelled.Add(name);
                }

                Set(whole.Object, path.Split('.'), value ?? "");
            }
            else if (sides.Length == 1 && IsSwitch(name))
            {
                bool hasValue = next is not null && s_truths.Contains(next, StringComparer.OrdinalIgnoreCase);
                spelled.Add($"{name}={(hasValue ? next : "true")}");
                i += hasValue ? 1 : 0;
            }
            else if (sides.Length > 1 && sides[1].Length == 0)
            {
                // The parser would take the next argument for the value.
                spelled.AddRange([name + path, ""]);
            }
            else
            {
                spelled.Add(sides.Length == 1 ? name + path : $"{name}{path}={sides[1]}");
            }
        }

        foreach ((string name, (int place, JsonObject value)) in nested)
        {
            spelled[place] = $"{name}={value.ToJsonString()}";
        }

        return spelled;
    }

    /// <summary>What stands before the first dot of a flag, short names in full, and what follows it; anything else is a name as a whole.</summary>
    public static (string Name, string Path) NameAndPath(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (text.StartsWith("--", StringComparison.Ordinal))
        {
            return dot < 0 ? (text.Replace('_', '-'), "") : (text[..dot].Replace('_', '-'), text[(dot + 1)..]);
        }

        return dot > 1 && text[0] == '-' && VllmFlagTable.Find(text[1..dot]) is { } flag && flag.ShortNames.Contains(text[1..dot]) ? ($"--{flag.Name}", text[(dot + 1)..]) : (text, "");
    }

    /// <summary>Whether vLLM has this flag, under its full name.</summary>
    public static bool IsKnown(string flag) => VllmFlagTable.Find(flag.TrimStart('-')) is not null;

    private static bool IsSwitch(string flag) => flag.StartsWith("--", StringComparison.Ordinal)
        ? ServerOptionTable.Find(flag[2..])?.IsSwitch ?? VllmFlagTable.Find(flag[2..])?.IsSwitch ?? false
        : flag.StartsWith('-') && VllmFlagTable.Find(flag[1..]) is { IsSwitch: true } known && known.ShortNames.Contains(flag[1..]);

    private static void Set(JsonObject target, ReadOnlySpan<string> path, string value)
    {
        foreach (string key in path[..^1])
        {
            target[key] ??= new JsonObject();
            target = target[key] as JsonObject ?? [];
        }

        target[path[^1]] = value;
    }
}
