using Emulator.Content;
using Emulator.Engine;

namespace Emulator.Api;

/// <summary>A request that the engine has, and what a door needs to write its answer.</summary>
/// <param name="Request">The request in the engine.</param>
/// <param name="Text">The text of its tokens.</param>
/// <param name="ReceivedAt">When it came, by the host's calendar.</param>
internal sealed record Answer(LiveRequest Request, SyntheticProse Text, DateTimeOffset ReceivedAt)
{
    /// <summary>Tokens after which it will have ended.</summary>
    public int Length => Math.Min(Request.MaxTokens, Request.StopAfter);

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens => Request.Prompt.Length;

    /// <summary>Whether it ended by itself and not at its limit; for a completed one.</summary>
    public bool Stopped => Request.Reason == "stop";
}
