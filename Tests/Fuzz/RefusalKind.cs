using System.Text.RegularExpressions;

namespace Tests.Fuzz;

/// <summary>What is the same in refusals that differ in numbers and in what they quote.</summary>
internal static partial class RefusalKind
{
    private const int Longest = 120;

    /// <summary>The kind of a refusal.</summary>
    public static string Of(string refusal)
    {
        string kind = Particular().Replace(refusal, "_");
        return kind.Length > Longest ? kind[..Longest] : kind;
    }

    [GeneratedRegex("""'[^']*'|`[^`]*`|"[^"]*"|[-+.\d]+""")]
    private static partial Regex Particular();
}
