using Emulator.Admission;
using Emulator.Content;
using Emulator.Engine;

namespace Emulator.Api;

/// <summary>A request that the engine has, and what a door needs to write its answer.</summary>
/// <param name="Request">The request in the engine.</param>
/// <param name="CallId">The id that its client knows: that of the call, which may have several answers.</param>
/// <param name="Index">Which of the call's answers it is, from 0.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Reply">What it reads.</param>
/// <param name="ReceivedAt">When it came, by the host's calendar.</param>
internal sealed record Answer(LiveRequest Request, string CallId, int Index, GenerationRequest Asked, Reply Reply, DateTimeOffset ReceivedAt)
{
    /// <summary>The text of its tokens.</summary>
    public ReplyText Text => Reply.Text;

    /// <summary>Tokens after which it will have ended.</summary>
    public int Length => Math.Min(Request.MaxTokens, Request.StopAfter);

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens => Request.Prompt.Length;

    /// <summary>Whether whoever operates the server ended it before it was done; for one that has ended.</summary>
    public bool IsAborted => Request.Outcome == Outcome.Cancelled && Request.Reason == RefusalCode.Aborted;

    /// <summary>Tokens that it has come to; for one that has ended.</summary>
    public int Tokens => IsAborted ? Request.Outputs : Length;

    /// <summary>Whether it ended by itself and not at its limit; for a completed one.</summary>
    public bool Stopped => Request.Reason == "stop";
}
