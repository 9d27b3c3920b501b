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

    /// <summary>How OpenAI's API says it; null = in the same words.</summary>
    public OpenAiWords? OpenAi { get; init; }

    /// <summary>The request's field that is wrong; null where it is none in particular.</summary>
    public string? Field { get; init; }
}

/// <summary>A refusal in the words of OpenAI's API, which clients match on.</summary>
/// <param name="Message">The sentence.</param>
/// <param name="Parameter">The parameter that is wrong; null = none is named.</param>
/// <param name="Code">What is wrong, in a word; null = it has none.</param>
public sealed record OpenAiWords(string Message, string? Parameter = null, string? Code = null);
