using Emulator.Content;
using Emulator.KvCache;

namespace Emulator.Api;

/// <summary>Prompts that come as text.</summary>
internal static class TextPrompt
{
    /// <summary>Token ids as the engine takes them.</summary>
    public static TokenSequence Of(IReadOnlyList<int> tokens) => new([.. tokens.Select(token => new TokenRun((ulong)token, 1))]);

    /// <summary>Refuses a conversation in which somebody unknown speaks.</summary>
    /// <exception cref="Admission.RefusedException">A role is unknown.</exception>
    public static void CheckRoles(IReadOnlyList<(string Role, string Content)> turns)
    {
        for (int i = 0; i < turns.Count; i++)
        {
            if (!PromptTokenizer.Roles.Contains(turns[i].Role))
            {
                throw ErrorTable.Invalid("messages", $"messages[{i}].role is '{turns[i].Role}'; allowed are {string.Join(", ", PromptTokenizer.Roles)}.");
            }
        }
    }
}
