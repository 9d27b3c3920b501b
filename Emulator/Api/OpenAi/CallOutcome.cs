namespace Emulator.Api.OpenAi;

/// <summary>What a call has come to: its answers as they end.</summary>
/// <param name="call">The call.</param>
/// <param name="tellsCached">Whether usage tells cached tokens.</param>
internal sealed class CallOutcome(Call call, bool tellsCached)
{
    private readonly Answer?[] _ended = new Answer?[call.Requests.Count];
    private int _left = call.Requests.Count;

    /// <summary>How it is written.</summary>
    public ReplyShape Shape => call.Shape;

    /// <summary>Its answers, once all have ended.</summary>
    public IEnumerable<Answer> Answers => _ended.Select(answer => answer!);

    /// <summary>Those that are told: the first ones to each prompt.</summary>
    public IEnumerable<Answer> Told => Shape.MostTold is { } most ? Answers.GroupBy(answer => answer.Asked.PromptIndex).SelectMany(answers => answers.Take(most)) : Answers;

    /// <summary>Notes that an answer is complete.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool End(Answer answer)
    {
        _ended[answer.Index] = answer;
        return --_left == 0;
    }

    /// <summary>Tokens used by all its answers.</summary>
    public UsageCount Usage => new(
        _ended.OfType<Answer>().DistinctBy(answer => answer.Asked.PromptIndex).Sum(answer => answer.PromptTokens),
        Shape is { EchoesOnly: true, HasVllmFields: false } ? 0 : _ended.OfType<Answer>().Sum(answer => answer.Request.Outputs),
        tellsCached ? _ended.OfType<Answer>().DistinctBy(answer => answer.Asked.PromptIndex).Sum(answer => answer.Request.CachedTokens) : null);

    /// <summary>Why an answer ended, as this call tells it.</summary>
    public string FinishReasonOf(Answer answer) => answer.IsAborted ? "abort"
        : !answer.Stopped ? "length"
        : !Shape.FinishesAsToolCalls ? "stop"
        : Shape.CallsOldFunction ? "function_call"
        : "tool_calls";
}
