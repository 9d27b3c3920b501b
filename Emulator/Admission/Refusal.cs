using Emulator.Engine;

namespace Emulator.Admission;

/// <summary>Why a request was not answered: refused at the door, or ended by the engine before it was done. The same for every door.</summary>
/// <param name="Outcome">How it is counted; never <see cref="Outcome.Completed"/>.</param>
/// <param name="Code">What it is called in errors: one of <see cref="RefusalCode"/>.</param>
/// <param name="Message">One sentence for the client.</param>
public sealed record Refusal(Outcome Outcome, string Code, string Message)
{
    /// <summary>What the server counts beside the outcome: the code, but for a timeout its phase.</summary>
    public string Reason { get; init; } = Code;

    /// <summary>The request's field that is wrong; null where it is none in particular.</summary>
    public string? Field { get; init; }
}
